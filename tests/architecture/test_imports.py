"""Importing a package is cheap, and it exports what the inventory says."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

HEAVY = ("torch", "open3d", "ortools", "streamlit", "pygltflib", "trimesh", "onnxruntime", "scipy")


@pytest.mark.parametrize("package", ["showroom", "reconstruct", "layout", "viewer"])
def test_import_is_cheap(package: str) -> None:
    code = f"import sys, {package}; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("package", ["showroom", "reconstruct", "layout", "viewer"])
def test_everything_exported_exists(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None
