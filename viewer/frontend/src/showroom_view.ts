/**
 * `<showroom-view src="…/showroom.json">`: a furnished room to walk through and buy from.
 *
 * Attributes beside those of every viewer: `mode` (walk, orbit, plan) and `time` (day, evening) follow what is shown
 * and change it; `keep-view` leaves the camera where it is when `src` becomes another version of the same showroom;
 * `autostart="tour"` begins the tour. `place()`, or `placements` as JSON, moves furniture at once. `showroom-…` events
 * tell what happens.
 */
import { inWords } from "./model/language";
import { type Move, readMoves } from "./model/moves";
import { readShowroom } from "./model/showroom";
import { type Mode, MODES, type Standpoint } from "./navigate/navigator";
import type { Pose } from "./navigate/walk";
import { loadGlb, loadJson } from "./stage/load";
import type { TimeOfDay } from "./stage/surroundings";
import { ViewerElement } from "./viewer_element";
import type { Host } from "./visit/host";
import { type Stats, Visit } from "./visit/visit";

/** Attributes that a living room follows; the others open it anew. */
const LIVE: readonly string[] = ["mode", "time", "placements"];
const TIMES: readonly TimeOfDay[] = ["day", "evening"];

/** Where a visitor is: the room's frame, metres. */
export interface Seen extends Pose {
  readonly mode: Mode;
  /** The camera, which is the visitor's eye only while they walk. */
  readonly camera_m: readonly number[];
  /** From what the dollhouse turns around, or the plan's middle. */
  readonly distance_m: number;
}

/** Where the visitor was when a version of a showroom was left. */
interface Left {
  readonly id: string;
  readonly standpoint: Standpoint;
  readonly sku: string | null;
}

export class ShowroomView extends ViewerElement {
  static override readonly observedAttributes: string[] = [...ViewerElement.observedAttributes, ...LIVE];

  private visit: Visit | null = null;
  private left: Left | null = null;

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (!LIVE.includes(name)) return super.attributeChangedCallback(name, before, after);
    if (this.dataset.state !== "ready" || before === after) return;
    const { mode, time } = this.wish();
    if (name === "placements") this.placed();
    if (name === "mode" && mode !== this.dataset.mode) this.setMode(mode);
    if (name === "time" && time !== this.dataset.time) void this.setTime(time);
  }

  get selectedSku(): string | null {
    return this.visit?.selection.sku ?? null;
  }

  protected override coverTitle(): string {
    return this.t("loading");
  }

  protected override still(): HTMLCanvasElement | null {
    return this.hasAttribute("keep-view") ? (this.stage?.still() ?? null) : null;
  }

  protected override async open(src: string, _canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    const stage = this.stage!;
    const showroom = readShowroom(await loadJson(src, signal));
    if (showroom.poster) this.cover?.poster(new URL(showroom.poster, src).href);
    const at = (path: string) => new URL(path, src).href;
    const glb = await loadGlb(at(showroom.shell ?? showroom.scene), signal, (p) => this.cover?.progress(p));
    if (signal.aborted) return;
    const products = showroom.products.map((product) => inWords(product, this.locale));
    const visit = new Visit(this.host(), { ...showroom, products }, at, glb, signal);
    this.visit = visit;
    const { mode, time } = this.wish();
    await visit.setTime(time);
    if (signal.aborted) return;
    const left = this.hasAttribute("keep-view") && this.left?.id === showroom.id ? this.left : null;
    visit.enter(mode, left?.standpoint ?? null);
    this.placed();
    await stage.renderer.compileAsync(stage.scene, stage.camera);
    if (signal.aborted) return;
    stage.draw();
    visit.furnish();
    if (left?.sku) visit.choose(left.sku);
    else if (this.getAttribute("autostart") === "tour" && !left) visit.startTour();
  }

  protected override close(): void {
    if (this.visit && this.dataset.state === "ready") {
      const { showroom, navigator, selection } = this.visit;
      this.left = { id: showroom.id, standpoint: navigator.standpoint(), sku: selection.sku };
    }
    this.visit?.dispose();
    this.visit = null;
  }

  /** Bytes, triangles and draw calls, for budgets. */
  stats(): Stats {
    return this.visit?.stats() ?? { bytes: 0, triangles: 0, drawCalls: 0, levels: [] };
  }

  /** Change the light; resolves when it is here. */
  async setTime(time: TimeOfDay): Promise<void> {
    await this.visit?.setTime(time);
  }

  setMode(mode: Mode): void {
    this.visit?.setMode(mode);
  }

  /** Show a product's card and outline; with `visit` the camera goes there. Null closes the card. */
  select(sku: string | null, visit = false): void {
    this.visit?.choose(sku, visit);
  }

  /** Begin the tour of the room, if it has one. */
  startTour(): void {
    this.visit?.startTour();
  }

  /** Measure with the next clicks, or no longer. */
  measure(on: boolean): void {
    this.visit?.toggleMeasure(on);
  }

  /** Save the present view as `<id>.png`; `showroom-screenshot` carries it, and can be prevented. */
  async screenshot(): Promise<Blob | null> {
    return (await this.visit?.picture()) ?? null;
  }

  /**
   * Move pieces at once, and what lies on them: by node (the SKU, or `SKU#2`), room frame, metres; `yaw_rad`
   * right-handed about +Y, 0 faces +Z. Returns the nodes that this room does not have: those need another `src`.
   */
  place(placements: readonly Move[]): string[] {
    return this.visit?.place(placements) ?? placements.map(({ node }) => node);
  }

  /** Stand the furniture as the attribute says; what the room does not have is told. */
  private placed(): void {
    const told = this.getAttribute("placements");
    if (!told) return;
    const unknown = this.place(readMoves(JSON.parse(told)));
    if (unknown.length > 0) this.tell("unplaced", { nodes: unknown });
  }

  /** Where the visitor is; null while nothing is open. */
  standpoint(): Seen | null {
    const at = this.visit?.navigator.standpoint();
    if (!at) return null;
    const { position } = at.view;
    return { mode: at.mode, ...at.pose, camera_m: position.toArray(), distance_m: position.distanceTo(at.target) };
  }

  /** What the attributes ask for; a word that is none of ours asks for the usual. */
  private wish(): { mode: Mode; time: TimeOfDay } {
    const [mode, time] = [this.getAttribute("mode"), this.getAttribute("time")];
    return {
      mode: MODES.find((known) => known === mode) ?? "walk",
      time: TIMES.find((known) => known === time) ?? "day",
    };
  }

  private host(): Host {
    return {
      element: this,
      root: this.root,
      stage: this.stage!,
      t: this.t,
      lang: this.lang_,
      locale: this.locale,
      languages: this.wanted(),
      reducedMotion: this.reducedMotion,
      tell: (name, detail, cancelable) => this.tell(name, detail, cancelable),
      reflect: (attribute, value) => {
        if (this.getAttribute(attribute) !== value) this.setAttribute(attribute, value);
      },
      lay: (...elements) => {
        const cover = this.cover?.element;
        if (cover?.isConnected) cover.before(...elements);
        else this.root.append(...elements);
      },
    };
  }
}
