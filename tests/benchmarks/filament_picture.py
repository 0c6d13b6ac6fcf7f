"""Draws a room with Filament: a script for a Python that has `filly`; it imports nothing of the project.

Its one argument is a JSON file: `{"glb", "T", "fov_deg", "size_px", "hidden", "environment", "out"}`.
"""
# mypy: ignore-errors

import json
import sys
from pathlib import Path

import filly
import numpy as np
from PIL import Image


def main() -> None:
    """Load, look, draw."""
    told = json.loads(Path(sys.argv[1]).read_text())
    width, height = told["size_px"]
    with filly.Renderer() as renderer:
        scene = renderer.create_scene()
        model = scene.load(told["glb"])
        for name in told["hidden"]:
            model.node(name).position = (0.0, -100.0, 0.0)  # a node cannot be hidden
        scene.camera = camera = renderer.create_camera()
        camera.transform = np.array(told["T"])
        camera.set_perspective(fov_y_deg=told["fov_deg"], aspect=width / height, near=0.05, far=100)
        # The file's lights are told as three.js counts them: one unit of light is one of the picture.
        camera.exposure = 1.0
        scene.environment = renderer.load_environment(told["environment"])
        scene.environment_intensity = 1.0
        scene.tone_mapping = "pbr_neutral"
        scene.shadows = scene.ssao = True
        for light in model.lights:
            light.casts_shadows = light.type == "directional"
        target = renderer.create_render_target(width=width, height=height)
        renderer.render(scene, target)
        Image.fromarray(target.read()[..., :3]).save(told["out"])


if __name__ == "__main__":
    main()
