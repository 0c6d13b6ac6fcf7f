/** One open room and all that a visitor does in it. */
import { Vector2 } from "three";

import { roomName } from "../i18n";
import { MeasureTool } from "../measure/measure_tool";
import { Rulers } from "../measure/rulers";
import { type Move, moved } from "../model/moves";
import type { Showroom } from "../model/showroom";
import { CanvasInput } from "../navigate/canvas_input";
import { type Mode, Navigator, type Standpoint } from "../navigate/navigator";
import { inSight, throughWall } from "../plan/sight";
import { Furnishing, type Loaded } from "../stage/furnishing";
import { loadGarden } from "../stage/garden";
import { fileName, type LoadedGlb, loadGlb } from "../stage/load";
import { Outline } from "../stage/outline";
import { RoomScene } from "../stage/room_scene";
import { Surroundings, type TimeOfDay } from "../stage/surroundings";
import { Narrator } from "../tour/narrator";
import { TourPlayer } from "../tour/player";
import { Announcer } from "../ui/announcer";
import { Hint } from "../ui/hint";
import { Hotspots } from "../ui/hotspots";
import { Notice } from "../ui/notice";
import { savePicture } from "../ui/picture_file";
import { ProductList } from "../ui/product_list";
import { RoomBar } from "../ui/room_bar";
import type { Host } from "./host";
import { Selection } from "./selection";

/** Shadows are cast anew this long after the last change: each casting draws all of the room again. */
const SHADOWS_AFTER_MS = 250;

/** The middle of the picture, where the keyboard aims. */
const CROSSHAIR = new Vector2(0, 0);

/** What a room took so far: files over the network, and the last picture. */
export interface Stats {
  readonly bytes: number;
  readonly triangles: number;
  readonly drawCalls: number;
  /** Pieces that show each level, the finest first. */
  readonly levels: readonly number[];
}

export class Visit {
  readonly navigator: Navigator;
  readonly selection: Selection;
  private readonly scene: RoomScene;
  private readonly surroundings: Surroundings | null;
  private readonly furnishing: Furnishing | null;
  private readonly outline: Outline;
  private readonly hotspots: Hotspots;
  private readonly measure: MeasureTool;
  private readonly sizes: Rulers;
  private readonly list: ProductList;
  private readonly bar: RoomBar;
  private readonly hint: Hint;
  private readonly notice: Notice;
  private readonly announcer = new Announcer();
  private readonly input: CanvasInput;
  private readonly narrator = Narrator.ofBrowser();
  private readonly shellBytes: number;
  private narrated = false;
  private tour: TourPlayer | null = null;
  /** The press in progress made the tour wait. */
  private brokeIn = false;
  private waiting: number | null = null;

  constructor(
    private readonly host: Host,
    readonly showroom: Showroom,
    private readonly at: (path: string) => string,
    glb: LoadedGlb,
    private readonly signal: AbortSignal,
  ) {
    const { t, stage, locale } = host;
    const light = showroom.environment;
    this.shellBytes = glb.bytes;
    this.surroundings = light && new Surroundings({ day: at(light.day), evening: at(light.evening) }, signal);
    this.scene = new RoomScene(stage, showroom, glb, this.surroundings);
    this.notice = new Notice(t("close"));
    this.hint = new Hint(t);
    this.navigator = new Navigator(stage, this.scene, host.reducedMotion);
    this.outline = new Outline(stage);
    this.sizes = new Rulers(stage);
    this.measure = new MeasureTool(stage, this.scene, {
      t,
      locale,
      flat: () => this.navigator.mode === "plan",
      say: (line) => this.announcer.say(line),
      measured: (length_m) => {
        this.hint.done("measure");
        host.tell("measure", { length_m });
      },
    });
    this.furnishing = showroom.shell === null ? null : this.furnishingOf();
    this.bar = this.barOf();
    this.list = new ProductList(
      showroom.products,
      t,
      locale,
      (product) => (product.poster ? at(product.poster) : null),
      (sku) => {
        this.showList(false);
        this.selection.returnTo(this.bar.openList);
        this.selection.choose(sku, true);
      },
      () => this.showList(false),
    );
    this.hotspots = this.hotspotsOf();
    const { scene, navigator, outline, sizes, list, furnishing } = this;
    this.selection = new Selection(host, { scene, navigator, outline, sizes, list, furnishing, at });
    this.input = this.inputOf();
    navigator.onMode = (mode) => this.markMode(mode);
    stage.canvas.setAttribute("role", "application");
    stage.canvas.setAttribute("aria-label", t("canvas_label"));
    host.lay(
      this.hotspots.element,
      this.sizes.element,
      this.measure.rulers.element,
      this.measure.crosshair,
      this.bar.top,
      this.bar.bottom,
      this.hint.element,
      this.notice.element,
      this.list.element,
      this.announcer.element,
    );
    host.root.addEventListener("keydown", this.escape);
  }

  /** The garden and the products come one by one, once the room stands. */
  furnish(): void {
    const garden = this.showroom.environment?.garden;
    if (garden) void this.seeGarden(this.at(garden));
    this.furnishing?.start();
    if (this.furnishing) return;
    this.markLoaded("view");
    this.markLoaded("all");
  }

  stats(): Stats {
    const { drawn } = this.host.stage;
    return {
      bytes: this.shellBytes + (this.surroundings?.bytes ?? 0) + (this.furnishing?.bytes ?? 0),
      triangles: drawn.triangles,
      drawCalls: drawn.calls,
      levels: this.furnishing?.levels() ?? [],
    };
  }

  /** Change the light; a picture of light that cannot be loaded is told, and the usual softbox stands in. */
  async setTime(time: TimeOfDay): Promise<void> {
    const { host } = this;
    host.element.dataset.time = time;
    host.reflect("time", time);
    this.bar.pressEvening(time === "evening");
    const url = this.showroom.environment?.[time] ?? "";
    try {
      await this.scene.daylight.set(time);
    } catch {
      if (!this.signal.aborted) this.notice.say(host.t("light_missing", { file: fileName(url) }));
    }
  }

  setMode(mode: Mode): void {
    this.tour?.end(mode === "walk");
    this.navigator.go(mode);
  }

  /** Be in a mode, or where the visitor was in an earlier version of this room, without a flight. */
  enter(mode: Mode, standpoint: Standpoint | null): void {
    if (standpoint) this.navigator.stand(standpoint);
    else this.navigator.go(mode, 0);
    if (this.host.element.dataset.mode === undefined) this.markMode(this.navigator.mode);
  }

  /** Move pieces at once; returns the nodes that the room does not have. */
  place(moves: readonly Move[]): string[] {
    const change = moved(this.scene.showroom, moves);
    if (change.moves.length === 0) return [...change.unknown];
    this.tour?.end();
    this.scene.place(change);
    this.navigator.refurnish();
    this.hotspots.place(this.scene.showroom.products);
    this.selection.refresh();
    this.host.stage.invalidate();
    this.shadowsSoon();
    return [...change.unknown];
  }

  /** Begin the tour of the room, if it has one. */
  startTour(): void {
    const { host, showroom } = this;
    if (!showroom.tour || this.tour) return;
    this.selection.choose(null);
    this.toggleMeasure(false);
    this.setMode("walk");
    const { t, languages, stage } = host;
    const telling = { t, languages, narrator: this.narrator, narrated: this.narrated };
    this.tour = new TourPlayer(stage, this.navigator, showroom.tour, telling, host.reducedMotion, {
      stop: (index, product) => host.tell("stop", { index, product }),
      narrated: (on) => {
        this.narrated = on;
        host.tell("narration", { on });
      },
      ended: () => {
        this.tour = null;
        delete host.element.dataset.touring;
        host.root.querySelector<HTMLElement>("[data-tool=tour]")?.focus({ preventScroll: true });
        host.tell("tour", { playing: false });
      },
    });
    host.element.dataset.touring = "";
    host.lay(this.tour.captions.element);
    this.tour.captions.focus();
    host.tell("tour", { playing: true });
  }

  /** Save the present view as a picture, unless the page takes it and prevents the download. */
  async picture(): Promise<Blob> {
    const { host, showroom } = this;
    const name = `${showroom.id}.png`;
    const picture = await host.stage.picture();
    if (!host.tell("screenshot", { name, ...picture }, true)) return picture.blob;
    savePicture(picture.blob, name);
    this.announcer.say(host.t("screenshot_saved", { file: name }));
    return picture.blob;
  }

  toggleMeasure(on: boolean): void {
    if (on === this.measure.active) return;
    this.bar.pressMeasure(on);
    this.host.element.toggleAttribute("data-measuring", on);
    if (!on) {
      this.measure.stop();
      this.hint.show(this.navigator.mode);
      return;
    }
    this.tour?.end();
    this.selection.choose(null);
    this.measure.start();
    this.hint.show("measure");
    this.host.stage.canvas.focus({ preventScroll: true });
  }

  dispose(): void {
    this.tour?.dispose();
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.host.root.removeEventListener("keydown", this.escape);
    for (const part of [this.furnishing, this.hotspots, this.measure, this.sizes, this.outline, this.navigator, this.input])
      part?.dispose();
    const { dataset } = this.host.element;
    for (const name of ["touring", "measuring", "selectedSku", "mode", "loaded", "time"]) delete dataset[name];
  }

  private furnishingOf(): Furnishing {
    const { host, at, signal } = this;
    return new Furnishing(host.stage, this.scene.pieces, (path) => loadGlb(at(path), signal, () => {}), {
      changed: () => this.shadowsSoon(),
      loaded: (loaded) => this.markLoaded(loaded),
      missing: (product) => {
        this.notice.say(host.t("product_missing", { name: product.name }));
        host.tell("missing", { sku: product.sku });
      },
    });
  }

  private barOf(): RoomBar {
    const { host, showroom } = this;
    const content = {
      title: roomName(host.t, showroom.room.type),
      productCount: showroom.products.length,
      tour: showroom.tour !== null,
    };
    return new RoomBar(content, host.t, host.lang, {
      mode: (mode) => this.setMode(mode),
      evening: (on) => void this.setTime(on ? "evening" : "day"),
      markers: (on) => this.hotspots.show(on),
      measure: (on) => this.toggleMeasure(on),
      picture: () => void this.picture(),
      fullscreen: () => void this.toggleFullscreen(),
      products: () => this.showList(true),
      tour: () => this.startTour(),
    });
  }

  private hotspotsOf(): Hotspots {
    const { host, showroom, scene } = this;
    const sight = (to: { toArray(): [number, number, number] }, node: string) => {
      const [eye, goal] = [host.stage.camera.position.toArray(), to.toArray()];
      return inSight(scene.solids, eye, goal, node) && !throughWall(showroom.room.polygon_m, eye, goal);
    };
    return new Hotspots(host.stage, showroom.products, host.t, sight, (sku) => this.choose(sku));
  }

  private inputOf(): CanvasInput {
    const { walk } = this.navigator;
    return new CanvasInput(this.host.stage.canvas, {
      pressed: () => {
        this.brokeIn = this.tour !== null && !this.tour.paused;
        this.tour?.pause();
        this.bar.unfold(false);
        // Who points needs no crosshair.
        this.measure.crosshair.hidden = true;
      },
      dragged: (dx, dy) => {
        this.hint.done(this.navigator.mode);
        if (this.navigator.mode === "walk" && walk.enabled) walk.look(dx, dy);
      },
      clicked: (at, touch) => this.click(at, touch),
      hovered: (at) => {
        if (this.measure.active) return this.measure.aim(at);
        const hit = at && this.scene.pick(at);
        this.selection.hover(hit?.kind === "piece" ? hit.piece.product.sku : null);
      },
      key: (event) => this.key(event),
      keyUp: (code) => walk.key(code, false),
      released: () => walk.releaseKeys(),
      resized: () => this.navigator.refit(),
    });
  }

  private key(event: KeyboardEvent): boolean {
    const { mode, walk } = this.navigator;
    this.measure.crosshair.hidden = false;
    if (this.measure.active && event.key === "Enter") {
      this.measure.set(CROSSHAIR, false);
      return true;
    }
    const moves = mode === "walk" ? walk.key(event.code, true) : this.navigator.key(event.code);
    if (!moves) return false;
    this.hint.done(mode);
    this.tour?.pause();
    return true;
  }

  /** A click measures, shows a product or walks to a place; one that paused the tour walks nowhere. */
  private click(at: Vector2, touch: boolean): void {
    if (this.measure.active) return this.measure.set(at, touch);
    const hit = this.scene.pick(at);
    if (hit?.kind === "piece") return this.choose(hit.piece.product.sku);
    this.selection.choose(null);
    const { mode, walk } = this.navigator;
    if (!hit || mode !== "walk" || this.brokeIn) return;
    this.hint.done("walk");
    walk.walkTo([hit.point.x, hit.point.z]);
  }

  choose(sku: string | null, visit = false): void {
    if (sku !== null) {
      this.tour?.pause();
      this.toggleMeasure(false);
    }
    this.selection.choose(sku, visit);
  }

  private showList(open: boolean): void {
    if (open) this.selection.choose(null);
    this.list.show(open);
    const { openList } = this.bar;
    openList.hidden = open;
    openList.setAttribute("aria-expanded", String(open));
    if (!open) openList.focus({ preventScroll: true });
  }

  private readonly escape = (event: Event): void => {
    if ((event as KeyboardEvent).key !== "Escape") return;
    if (this.bar.unfolded) this.bar.unfold(false);
    else if (this.selection.close()) return;
    else if (this.list.open) this.showList(false);
    else if (this.measure.active) {
      if (!this.measure.clear()) this.toggleMeasure(false);
    } else this.tour?.end();
  };

  private markMode(mode: Mode): void {
    const { host } = this;
    const before = host.element.dataset.mode;
    host.element.dataset.mode = mode;
    host.reflect("mode", mode);
    this.bar.mark(mode);
    if (!this.measure.active) this.hint.show(mode);
    if (before) this.announcer.say(host.t("mode_now", { mode: host.t(mode) }));
    host.tell("mode", { mode });
  }

  /** `data-loaded` and an event: the first view is complete, or all of the room. */
  private markLoaded(loaded: Loaded): void {
    if (this.waiting !== null) this.castShadows();
    this.host.element.dataset.loaded = loaded;
    this.host.tell("loaded", { loaded });
  }

  private shadowsSoon(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.castShadows(), SHADOWS_AFTER_MS);
  }

  private castShadows(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
    this.scene.castContactShadow();
    this.host.stage.invalidateShadows();
  }

  private async seeGarden(url: string): Promise<void> {
    try {
      const garden = await loadGarden(url, this.scene.centre, this.signal);
      if (!this.signal.aborted) this.scene.daylight.see(garden);
    } catch {
      if (!this.signal.aborted) this.notice.say(this.host.t("light_missing", { file: fileName(url) }));
    }
  }

  private async toggleFullscreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.host.element.requestFullscreen();
  }
}
