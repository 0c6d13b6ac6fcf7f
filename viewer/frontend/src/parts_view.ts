/**
 * `<parts-view src="….glb" picked="…">`: a product drawn as its parts, each a node of the file. A click on a part is told
 * as `showroom-part` with the node's name; `picked` names the parts to outline, one a line. A changed `src` takes the
 * place of what stands there while the camera stays: it is meant to follow a hand on a slider.
 */
import { Color, type Mesh, type Object3D, Raycaster, Vector2 } from "three";

import { ProductView } from "./product_view";
import { loadGlb } from "./stage/load";
import { Outline } from "./stage/outline";
import { disposeNode } from "./stage/stage";

/** A press that moves less than this is a click. */
const CLICK_PX = 6;
const BRAND = 0x0f5c4a;

export class PartsView extends ProductView {
  static override readonly observedAttributes = [...ProductView.observedAttributes, "picked"];

  private outline: Outline | null = null;
  private readonly raycaster = new Raycaster();
  private pressed = new Vector2();
  /** Counts the changes, so that a slow one does not undo a later one. */
  private changes = 0;
  private changing: AbortController | null = null;

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === "picked") this.showPicked();
    else if (name === "src" && after && this.dataset.state === "ready") void this.change(after);
    else super.attributeChangedCallback(name, before, after);
  }

  protected override async open(src: string, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    await super.open(src, canvas, signal);
    if (signal.aborted) return;
    this.outline = new Outline(this.stage!, new Color(BRAND).convertLinearToSRGB());
    this.showPicked();
    canvas.addEventListener("pointerdown", (event) => this.pressed.set(event.clientX, event.clientY));
    canvas.addEventListener("click", this.clicked);
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons === 0) canvas.classList.toggle("over-product", this.partAt(event) !== null);
    });
    // It may have changed again while this was loading.
    const now = this.getAttribute("src");
    if (now && new URL(now, document.baseURI).href !== src) await this.change(now);
  }

  protected override close(): void {
    this.changing?.abort();
    this.outline?.dispose();
    this.outline = null;
    super.close();
  }

  private async change(src: string): Promise<void> {
    const change = ++this.changes;
    this.changing?.abort();
    const abort = (this.changing = new AbortController());
    try {
      const { scene, nodes } = await loadGlb(new URL(src, document.baseURI).href, abort.signal, () => {});
      if (abort.signal.aborted || change !== this.changes) return;
      const before = this.model;
      this.outline?.show([]);
      this.stand(scene, nodes);
      before?.traverse(disposeNode);
      this.showPicked();
      this.stage?.invalidateShadows();
      this.dataset.change = String(change);
      this.tell("changed");
    } catch (error) {
      if (!abort.signal.aborted) this.fail(error, error instanceof Error ? error.message : String(error));
    }
  }

  private showPicked(): void {
    const names = new Set((this.getAttribute("picked") ?? "").split("\n"));
    const found = [...this.nodes].filter(([name]) => names.has(name)).map(([, node]) => node);
    this.outline?.show(found);
  }

  private readonly clicked = (event: MouseEvent): void => {
    if (Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) > CLICK_PX) return;
    const name = this.partAt(event);
    if (name !== null) this.tell("part", { name });
  };

  /** Name of the part under a point of the page. */
  private partAt(event: MouseEvent): string | null {
    const { stage, model } = this;
    if (!stage || !model) return null;
    const box = stage.canvas.getBoundingClientRect();
    const at = new Vector2(
      ((event.clientX - box.left) / box.width) * 2 - 1,
      1 - ((event.clientY - box.top) / box.height) * 2,
    );
    this.raycaster.setFromCamera(at, stage.camera);
    const hit = this.raycaster.intersectObject(model, true).find((found) => (found.object as Mesh).isMesh);
    if (!hit) return null;
    for (const [name, node] of this.nodes) if (isWithin(hit.object, node)) return name;
    return null;
  }
}

function isWithin(object: Object3D, ancestor: Object3D): boolean {
  for (let at: Object3D | null = object; at; at = at.parent) if (at === ancestor) return true;
  return false;
}
