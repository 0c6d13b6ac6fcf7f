/**
 * `<product-view src="….glb" name="…">`: one product to turn in the hand, with its dimensions.
 * `turn`, in degrees, shows it turned about the vertical axis, as it would be made.
 */
import { Box3, BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments, MathUtils, type Mesh, Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";

import { lengthText } from "./model/format";
import { addContactShadow } from "./stage/contact_shadow";
import { Daylight } from "./stage/light";
import { loadGlb } from "./stage/load";
import { el } from "./ui/element";
import { toggleButton } from "./ui/toolbar";
import { ViewerElement } from "./viewer_element";

const FOV = 30;

export class ProductView extends ViewerElement {
  static override readonly observedAttributes = [...ViewerElement.observedAttributes, "turn"];

  private controls: OrbitControls | null = null;
  private labels: { element: HTMLElement; at: Vector3 }[] = [];
  private lines: LineSegments | null = null;

  protected override coverTitle(): string {
    return this.t("loading_product");
  }

  protected override async open(src: string, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    const stage = this.stage!;
    const name = this.getAttribute("name") ?? "";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.t("canvas_label_product", { name }));
    const { scene } = await loadGlb(src, signal, (p) => this.cover?.progress(p));
    if (signal.aborted) return;
    stage.scene.add(scene);
    scene.rotation.y = MathUtils.degToRad(Number(this.getAttribute("turn")) || 0);
    scene.updateMatrixWorld(true);
    scene.traverse((node) => {
      if ((node as Mesh).isMesh) node.castShadow = node.receiveShadow = true;
    });
    const box = new Box3().setFromObject(scene);
    const size = box.getSize(new Vector3());
    const centre = box.getCenter(new Vector3());
    const daylight = new Daylight(stage);
    daylight.flood(true);
    await daylight.set("day");
    daylight.aim(centre, size.length() * 0.7, new Vector3(-0.5, 1, 0.7));
    addContactShadow(stage, [scene], [centre.x, centre.z], [size.x + 0.4, size.z + 0.4]);

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
    this.addDimensions(box, size);
    await stage.renderer.compileAsync(stage.scene, camera);
    if (!signal.aborted) stage.draw();
  }

  protected override close(): void {
    this.controls?.dispose();
    this.controls = null;
    this.labels = [];
    this.lines = null;
  }

  /** Arrow keys turn the product as dragging does. */
  private readonly turn = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -0.15, ArrowRight: 0.15 }[event.key];
    if (step === undefined || !this.controls || !this.stage) return;
    event.preventDefault();
    const { camera } = this.stage;
    camera.position.sub(this.controls.target).applyAxisAngle(new Vector3(0, 1, 0), step).add(this.controls.target);
    this.controls.update();
    this.stage.invalidate();
  };

  private addDimensions(box: Box3, size: Vector3): void {
    const stage = this.stage!;
    const gap = Math.max(0.04, size.length() * 0.05);
    const [x0, x1, y0, y1, z0, z1] = [box.min.x, box.max.x, box.min.y, box.max.y, box.min.z, box.max.z];
    const y = y0 + 0.002;
    const runs: [a: Vector3, b: Vector3, length: number, label: string][] = [
      [new Vector3(x0, y, z1 + gap), new Vector3(x1, y, z1 + gap), size.x, this.t("width")],
      [new Vector3(x1 + gap, y, z0), new Vector3(x1 + gap, y, z1), size.z, this.t("depth")],
      [new Vector3(x0 - gap, y0, z1), new Vector3(x0 - gap, y1, z1), size.y, this.t("height")],
    ];
    const points = runs.flatMap(([a, b]) => [...a.toArray(), ...b.toArray()]);
    const geometry = new BufferGeometry().setAttribute("position", new Float32BufferAttribute(points, 3));
    this.lines = new LineSegments(geometry, new LineBasicMaterial({ color: 0x1d1c1a, toneMapped: false }));
    stage.scene.add(this.lines);
    const layer = el("div", { class: "labels" });
    for (const [a, b, length, label] of runs) {
      const element = el("div", { class: "label3d", title: label }, lengthText(length, this.lang_));
      this.labels.push({ element, at: a.clone().add(b).multiplyScalar(0.5) });
      layer.append(element);
    }
    const show = (on: boolean) => {
      layer.hidden = !on;
      this.lines!.visible = on;
      stage.invalidate();
    };
    const button = toggleButton("dimensions", this.t("dimensions"), true, show);
    const tools = el("div", { class: "panel tools" }, button);
    this.cover!.element.before(layer, el("div", { class: "top" }, el("span"), tools));
    const p = new Vector3();
    stage.followers.add(() => {
      for (const { element, at } of this.labels) {
        p.copy(at).project(stage.camera);
        const [x, py] = [((p.x + 1) / 2) * stage.width, ((1 - p.y) / 2) * stage.height];
        element.style.transform = `translate(${x.toFixed(1)}px, ${py.toFixed(1)}px) translate(-50%, -50%)`;
      }
    });
  }
}
