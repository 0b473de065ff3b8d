# Two images. `serve`, the default: the reading service and its workers, the released model inside, no torch.
# `train`: the same with what `nianbao worker` needs to do trainings.
# Both run as an ordinary user and write nothing but below /data and /tmp.
# What changes seldom lies below what changes often: torch, programs and libraries are built anew only when they change.
ARG BASE=python:3.11-slim-bookworm

# The libraries that pyproject.toml asks for, without the code. EXTRAS are those of its extras that a deployment needs:
# s3 for originals in such storage.
FROM ${BASE} AS requirements
ARG EXTRAS="postgres export"
WORKDIR /src
COPY pyproject.toml ./
RUN python3 -c "\
import pathlib, tomllib; \
project = tomllib.loads(pathlib.Path('pyproject.toml').read_text('utf-8'))['project']; \
extras = project['optional-dependencies']; \
serve = [*project['dependencies'], *(line for name in ['serve', *'${EXTRAS}'.split()] for line in extras[name])]; \
[pathlib.Path(name).write_text('\n'.join(lines)) for name, lines in (('serve.txt', serve), ('train.txt', extras['train']))]"

FROM ${BASE} AS environment
RUN python3 -m venv /opt/nianbao

FROM environment AS libraries
COPY --from=requirements /src/serve.txt ./
RUN /opt/nianbao/bin/pip install --no-cache-dir -r serve.txt

FROM environment AS source
WORKDIR /src
COPY pyproject.toml README.md ./
COPY annotations annotations
COPY models models
COPY service service
COPY training training

FROM source AS service
RUN rm -rf annotations/samples models/released/*/weights.safetensors \
    && /opt/nianbao/bin/pip install --no-cache-dir --no-deps --root /added .

# PROGRAMS open .doc, RTF and ODT (LibreOffice) and scans (Tesseract); built with PROGRAMS= the image is a quarter smaller
# and answers for these formats which program is missing.
FROM ${BASE} AS runtime
ARG PROGRAMS="libreoffice-writer-nogui tesseract-ocr tesseract-ocr-chi-sim fonts-wqy-microhei"
RUN test -z "${PROGRAMS}" || { apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${PROGRAMS} \
    && apt-get clean && rm -rf /var/lib/apt/lists/*; }
RUN groupadd --gid 10001 nianbao \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin nianbao \
    && install -d -o 10001 -g 10001 /data
LABEL org.opencontainers.image.title="nianbao" \
      org.opencontainers.image.description="Reads annual reports on government information disclosure"
ENV PATH=/opt/nianbao/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    NIANBAO_HOST=0.0.0.0 NIANBAO_PORT=8000 NIANBAO_DATA=/data
VOLUME /data
USER 10001:10001
ENTRYPOINT ["nianbao"]

# What the images take: nothing that only tests libraries or installs more of them.
FROM libraries AS slim-libraries
RUN find /opt/nianbao -type d -name tests -prune -exec rm -rf {} + \
    && /opt/nianbao/bin/pip uninstall --yes --quiet setuptools pip

# TORCH may begin with options for pip, such as the place of a build for CPUs alone, which is smaller by gigabytes.
FROM environment AS torch
ARG TORCH="torch==2.13.0"
RUN /opt/nianbao/bin/pip install --no-cache-dir --no-deps --root /added ${TORCH}

FROM libraries AS training-libraries
COPY --from=torch /added /
COPY --from=requirements /src/train.txt ./
RUN /opt/nianbao/bin/pip install --no-cache-dir --root /added -r train.txt

# With the samples and weights that a model goes on learning from.
FROM source AS training
RUN /opt/nianbao/bin/pip install --no-cache-dir --no-deps --root /added .

FROM runtime AS train
COPY --from=slim-libraries /opt/nianbao /opt/nianbao
COPY --from=torch /added /
COPY --from=training-libraries /added /
COPY --from=training /added /
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9101/metrics', timeout=4)"]
CMD ["worker", "--metrics-port", "9101"]

FROM runtime AS serve
COPY --from=slim-libraries /opt/nianbao /opt/nianbao
COPY --from=service /added /
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["serve"]
