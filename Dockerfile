# The reading service: no torch, the released model inside, an ordinary user, nothing written but below /data and /tmp.
# PROGRAMS open .doc, RTF and ODT (LibreOffice) and scans (Tesseract); built with PROGRAMS= the image is half as large
# and answers for these formats which program is missing.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE} AS build
WORKDIR /src
RUN python3 -m venv /opt/nianbao
COPY pyproject.toml README.md ./
COPY annotations annotations
COPY models models
COPY service service
COPY training training
RUN /opt/nianbao/bin/pip install --no-cache-dir '.[serve,postgres,export]'

FROM ${BASE}
ARG PROGRAMS="libreoffice-writer-nogui tesseract-ocr tesseract-ocr-chi-sim fonts-wqy-microhei"
RUN test -z "${PROGRAMS}" || { apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${PROGRAMS} \
    && rm -rf /var/lib/apt/lists/*; }
LABEL org.opencontainers.image.title="nianbao" \
      org.opencontainers.image.description="Reads annual reports on government information disclosure"
COPY --from=build /opt/nianbao /opt/nianbao
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nianbao \
    && install -d -o 10001 /data
VOLUME /data
USER 10001
ENV PATH=/opt/nianbao/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    NIANBAO_HOST=0.0.0.0 NIANBAO_PORT=8000 NIANBAO_DATA=/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["nianbao"]
CMD ["serve"]
