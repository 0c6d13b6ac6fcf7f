/**
 * `<product-view src="….glb" name="…">`: one product to turn in the hand, with its dimensions.
 * `turn`, in degrees, shows it turned about the vertical axis, as it would be made.
 */
import { Box3, type Group, MathUtils, type Mesh, type Object3D, Spherical, Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";

import { sizeRulers } from "./measure/piece_sizes";
import { Rulers } from "./measure/rulers";
import { addContactShadow } from "./stage/contact_shadow";
import { Daylight } from "./stage/light";
import { loadGlb } from "./stage/load";
import { el } from "./ui/element";
import { toggleButton } from "./ui/toolbar";
import { ViewerElement } from "./viewer_element";

const FOV = 30;
/** What a key does: radians around the product, and by how much the distance shrinks. */
const KEYS: Readonly<Record<string, { left?: number; down?: number; nearer?: number }>> = {
  ArrowLeft: { left: -0.15 },
  ArrowRight: { left: 0.15 },
  ArrowUp: { down: -0.15 },
  ArrowDown: { down: 0.15 },
  "+": { nearer: 0.9 },
  "-": { nearer: 1 / 0.9 },
};

export class ProductView extends ViewerElement {
  static override readonly observedAttributes = [...ViewerElement.observedAttributes, "turn"];

  /** What is shown, once it is loaded. */
  protected model: Group | null = null;
  /** Its nodes by their names in the file. */
  protected nodes: ReadonlyMap<string, Object3D> = new Map();
  private controls: OrbitControls | null = null;
  private rulers: Rulers | null = null;
  private daylight: Daylight | null = null;
  private removeShadow: (() => void) | null = null;

  protected override coverTitle(): string {
    return this.t("loading_product");
  }

  protected override async open(src: string, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    const stage = this.stage!;
    const name = this.getAttribute("name") ?? "";
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.t("canvas_label_product", { name }));
    const { scene, nodes } = await loadGlb(src, signal, (p) => this.cover?.progress(p));
    if (signal.aborted) return;
    this.daylight = new Daylight(stage);
    this.daylight.flood(true);
    await this.daylight.set("day");
    if (signal.aborted) return;
    this.addRulers();
    const { size, centre } = this.stand(scene, nodes);

    const { camera } = stage;
    camera.fov = FOV;
    const half = MathUtils.degToRad(FOV / 2);
    const sideways = Math.atan(Math.tan(half) * Math.min(1.2, camera.aspect));
    const distance = (size.length() / 2) * 1.12 / Math.sin(Math.min(half, sideways));
    camera.position.copy(centre).add(new Vector3(0.5, 0.32, 1).setLength(distance));
    camera.near = distance / 100;
    camera.far = distance * 10;
    camera.updateProjectionMatrix();
    const controls = new OrbitControls(camera, canvas);
    controls.target.copy(centre);
    controls.enableDamping = !this.reducedMotion();
    controls.enablePan = false;
    controls.minDistance = distance * 0.35;
    controls.maxDistance = distance * 2;
    controls.addEventListener("change", () => stage.invalidate());
    stage.ticks.add(() => controls.update());
    controls.update();
    this.controls = controls;
    canvas.addEventListener("keydown", this.turn);
    await stage.renderer.compileAsync(stage.scene, camera);
    if (!signal.aborted) stage.draw();
  }

  protected override close(): void {
    this.controls?.dispose();
    this.controls = null;
    this.rulers?.dispose();
    this.rulers = null;
    this.daylight = null;
    this.removeShadow = null;
    this.model = null;
  }

  /** Stand a model on the floor in the place of the one before; light, shadow and dimensions follow. */
  protected stand(model: Group, nodes: ReadonlyMap<string, Object3D>): { size: Vector3; centre: Vector3 } {
    const stage = this.stage!;
    this.removeShadow?.();
    this.model?.removeFromParent();
    this.model = model;
    this.nodes = nodes;
    stage.scene.add(model);
    model.rotation.y = MathUtils.degToRad(Number(this.getAttribute("turn")) || 0);
    model.updateMatrixWorld(true);
    model.traverse((node) => {
      if ((node as Mesh).isMesh) node.castShadow = node.receiveShadow = true;
    });
    const box = new Box3().setFromObject(model);
    const size = box.getSize(new Vector3());
    const centre = box.getCenter(new Vector3());
    this.daylight!.aim(centre, size.length() * 0.7, new Vector3(-0.5, 1, 0.7));
    this.removeShadow = addContactShadow(stage, [model], [centre.x, centre.z], [size.x + 0.4, size.z + 0.4]);
    const at = { position_m: [centre.x, box.min.y, centre.z] as const, yaw_rad: 0 };
    this.rulers!.show(sizeRulers(size.toArray(), at, this.t, this.locale));
    return { size, centre };
  }

  /** Arrow keys turn the product as dragging does, plus and minus go nearer and away. */
  private readonly turn = (event: KeyboardEvent): void => {
    const step = KEYS[event.key];
    if (!step || !this.controls || !this.stage) return;
    event.preventDefault();
    const { camera } = this.stage;
    const { target } = this.controls;
    const at = new Spherical().setFromVector3(camera.position.clone().sub(target));
    at.set(at.radius * (step.nearer ?? 1), at.phi + (step.down ?? 0), at.theta + (step.left ?? 0)).makeSafe();
    // The controls keep their limits of distance.
    camera.position.setFromSpherical(at).add(target);
    this.controls.update();
    this.stage.invalidate();
  };

  private addRulers(): void {
    const rulers = new Rulers(this.stage!);
    this.rulers = rulers;
    const button = toggleButton("dimensions", this.t("dimensions"), true, (on) => {
      rulers.element.hidden = !on;
    });
    const tools = el("div", { class: "panel tools" }, button);
    this.cover!.element.before(rulers.element, el("div", { class: "top" }, el("span"), tools));
  }
}
