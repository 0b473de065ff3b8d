"""What the images hold, and what they do not."""

from __future__ import annotations

import pytest

from .images import Images
from .podman import Podman

pytestmark = pytest.mark.container
_CAN_TRAIN = "from service.jobs.training import can_train; print(can_train())"
_HEAVY = "print(*sorted(path.name for path in Path(models.__path__[0]).glob('released/*/*.safetensors')))"
_SAMPLES = "print(*Path(annotations.__path__[0]).glob('samples/*.jsonl'))"
_PACKAGES = "import annotations, models; from pathlib import Path; "


def _python(podman: Podman, image: str, code: str) -> str:
    """What a line of Python prints in a container of the image."""
    strict = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--network=none")
    return podman("run", "--rm", "--no-healthcheck", *strict, "--entrypoint=python", image, "-c", code).strip()


def test_the_serving_image_has_no_torch_and_cannot_train(podman: Podman, images: Images) -> None:
    found = _python(podman, images.serve, "import importlib.util; print(importlib.util.find_spec('torch'))")
    assert found == "None"
    assert _python(podman, images.serve, _CAN_TRAIN) == "False"


def test_the_training_image_can_train(podman: Podman, images: Images) -> None:
    assert _python(podman, images.train, "import torch; print(torch.ones(3).sum().item())") == "3.0"
    assert _python(podman, images.train, _CAN_TRAIN) == "True"


@pytest.mark.parametrize("code", [_HEAVY, _SAMPLES], ids=["weights", "samples"])
def test_what_training_needs_is_in_the_training_image_alone(podman: Podman, images: Images, code: str) -> None:
    assert _python(podman, images.serve, _PACKAGES + code) == ""
    assert _python(podman, images.train, _PACKAGES + code) != ""


@pytest.mark.parametrize("target", ["serve", "train"])
def test_an_image_checks_its_health_and_is_run_by_an_ordinary_user(podman: Podman, images: Images, target: str) -> None:
    image = getattr(images, target)
    assert podman("image", "inspect", "--format", "{{.User}}", image).strip() == "10001:10001"
    assert "127.0.0.1" in podman("image", "inspect", "--format", "{{json .HealthCheck.Test}}", image)
