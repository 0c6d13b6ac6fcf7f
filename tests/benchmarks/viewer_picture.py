"""What the shipped viewer shows from one camera, by Chromium without a graphics card."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image
from playwright.sync_api import sync_playwright

from showroom.picture.saved_view import SavedView
from tests.benchmarks.centred import cut, whole
from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.room_page import open_room, served, wait_loaded

__all__ = ["viewer_picture"]

_FINER = 2  # drawn so much larger and shrunk, for smooth edges
_STAND = """
({T, fov_deg, hidden, size_px, finer}) => {
  const view = document.querySelector("showroom-view");
  const {camera, scene, renderer} = view.stage;
  const M = camera.matrixWorld.clone().set(...T.flat());
  M.decompose(camera.position, camera.quaternion, camera.scale);
  renderer.setPixelRatio(finer);
  renderer.setSize(...size_px, false);
  camera.fov = fov_deg;
  camera.aspect = size_px[0] / size_px[1];
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
  for (const name of hidden) {
    // Not drawn, but it shades: without the wall, the sun would fill the room.
    scene.getObjectByName(name)?.traverse((part) => {
      if (!part.material) return;
      part.material = part.material.clone();
      part.material.colorWrite = part.material.depthWrite = false;
    });
  }
  renderer.shadowMap.needsUpdate = true;
  view.stage.draw();
  return view.stage.canvas.toDataURL("image/png");
}
"""


def viewer_picture(room: Path, view: SavedView) -> UInt8[np.ndarray, "H W 3"]:
    """The room by day from the view, `room` being `DIR/showrooms/ID`.

    With the effort of a machine without a graphics card: coarser light and shadows than a shopper's.
    """
    camera = whole(view.camera)
    told = {
        "T": camera.T_world_camera.tolist(),
        "fov_deg": float(np.degrees(2 * np.arctan(camera.height_px / 2 / camera.focal_px))),
        "hidden": sorted(view.hidden),
        "size_px": [camera.width_px, camera.height_px],
        "finer": 1,
    }
    with sync_playwright() as playwright, served(room.parent.parent) as address:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 320, "height": 240})
        open_room(page, address, room.name)
        wait_loaded(page, "all")
        page.set_viewport_size({"width": camera.width_px, "height": camera.height_px})
        page.evaluate(_STAND, told)
        page.evaluate("() => document.querySelector('showroom-view').stage.invalidate()")
        page.wait_for_timeout(10_000)  # finer files for what is large in this picture
        url: str = page.evaluate(_STAND, {**told, "finer": _FINER})
        browser.close()
    picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")
    return cut(
        np.asarray(picture.resize((camera.width_px, camera.height_px), Image.Resampling.BOX)),
        view.camera,
    )
