/** `<showroom-view src="…/showroom.json">`: a furnished room to walk through and buy from. */
import { Vector2 } from "three";

import { roomName } from "./i18n";
import { type Product, readShowroom, type Showroom } from "./model/showroom";
import { type Mode, Navigator } from "./navigate/navigator";
import { inSight, throughWall } from "./plan/sight";
import { Furnishing, type Loaded } from "./stage/furnishing";
import { loadGarden } from "./stage/garden";
import { fileName, loadGlb, loadJson } from "./stage/load";
import { Outline } from "./stage/outline";
import { RoomScene } from "./stage/room_scene";
import { Surroundings, type TimeOfDay } from "./stage/surroundings";
import { TourPlayer } from "./tour/player";
import { productCard } from "./ui/card";
import { el, icon, iconButton, ICONS } from "./ui/element";
import { Hotspots } from "./ui/hotspots";
import { Notice } from "./ui/notice";
import { ProductList } from "./ui/product_list";
import { ModeSwitch, toggleButton } from "./ui/toolbar";
import { ViewerElement } from "./viewer_element";

/** A press that moves less than this is a click. */
const CLICK_PX = 6;
/** Shadows are cast anew this long after the last product came: each casting draws all of the room again. */
const SHADOWS_AFTER_MS = 250;

/** What a room took so far: files over the network, and the last picture. */
export interface Stats {
  readonly bytes: number;
  readonly triangles: number;
  readonly drawCalls: number;
  /** Pieces that show each level, the finest first. */
  readonly levels: readonly number[];
}

export class ShowroomView extends ViewerElement {
  private showroom: Showroom | null = null;
  private room: RoomScene | null = null;
  private navigator_: Navigator | null = null;
  private furnishing: Furnishing | null = null;
  private surroundings: Surroundings | null = null;
  private notice: Notice | null = null;
  private waiting: number | null = null;
  private shellBytes = 0;
  private outline: Outline | null = null;
  private hotspots: Hotspots | null = null;
  private list: ProductList | null = null;
  private modes: ModeSwitch | null = null;
  private card: HTMLElement | null = null;
  private tour: TourPlayer | null = null;
  private returnFocus: HTMLElement | null = null;
  private hovered: string | null = null;

  get selectedSku(): string | null {
    return this.dataset.selectedSku ?? null;
  }

  protected override coverTitle(): string {
    return this.t("loading");
  }

  protected override async open(src: string, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    const stage = this.stage!;
    const showroom = readShowroom(await loadJson(src, signal));
    if (showroom.poster) this.cover?.poster(new URL(showroom.poster, src).href);
    const at = (path: string) => new URL(path, src).href;
    const glb = await loadGlb(at(showroom.shell ?? showroom.scene), signal, (p) => this.cover?.progress(p));
    if (signal.aborted) return;
    this.showroom = showroom;
    this.shellBytes = glb.bytes;
    const light = showroom.environment;
    this.surroundings = light && new Surroundings(stage, { day: at(light.day), evening: at(light.evening) }, signal);
    this.room = new RoomScene(stage, showroom, glb, this.surroundings);
    this.notice = new Notice(this.t("close"));
    await this.setTime("day");
    if (signal.aborted) return;
    if (light?.garden) void this.seeGarden(at(light.garden), signal);
    this.navigator_ = new Navigator(stage, this.room, this.reducedMotion);
    this.outline = new Outline(stage);
    this.navigator_.onMode = (mode) => this.markMode(mode);
    this.build(canvas, showroom);
    this.listen(canvas);
    this.markMode("walk");
    await stage.renderer.compileAsync(stage.scene, stage.camera);
    if (signal.aborted) return;
    stage.draw();
    if (showroom.shell === null) {
      this.markLoaded("view");
      this.markLoaded("all");
      return;
    }
    this.furnishing = new Furnishing(stage, this.room.pieces, (path) => loadGlb(at(path), signal, () => {}), {
      changed: () => this.shadowsSoon(),
      loaded: (loaded) => this.markLoaded(loaded),
      missing: (product) => {
        this.notice?.say(this.t("product_missing", { name: product.name }));
        this.tell("missing", { sku: product.sku });
      },
    });
    this.furnishing.start();
  }

  /** Bytes, triangles and draw calls, for budgets. */
  stats(): Stats {
    const drawn = this.stage?.drawn;
    return {
      bytes: this.shellBytes + (this.surroundings?.bytes ?? 0) + (this.furnishing?.bytes ?? 0),
      triangles: drawn?.triangles ?? 0,
      drawCalls: drawn?.calls ?? 0,
      levels: this.furnishing?.levels() ?? [],
    };
  }

  /** Change the light; a picture of light that cannot be loaded is told, and the usual softbox stands in. */
  async setTime(time: TimeOfDay): Promise<void> {
    this.dataset.time = time;
    const url = this.showroom?.environment?.[time] ?? "";
    try {
      await this.room?.daylight.set(time);
    } catch {
      if (this.room) this.notice?.say(this.t("light_missing", { file: fileName(url) }));
    }
  }

  private async seeGarden(url: string, signal: AbortSignal): Promise<void> {
    try {
      const garden = await loadGarden(url, this.room!.centre, signal);
      if (!signal.aborted) this.room?.daylight.see(garden);
    } catch {
      if (!signal.aborted) this.notice?.say(this.t("light_missing", { file: fileName(url) }));
    }
  }

  private shadowsSoon(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.castShadows(), SHADOWS_AFTER_MS);
  }

  private castShadows(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
    this.stage?.invalidateShadows();
  }

  /** `data-loaded` and an event: the first view is complete, or all of the room. */
  private markLoaded(loaded: Loaded): void {
    if (this.waiting !== null) this.castShadows();
    this.dataset.loaded = loaded;
    this.tell("loaded", { loaded });
  }

  protected override close(): void {
    this.tour?.dispose();
    this.tour = null;
    delete this.dataset.touring;
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
    this.furnishing?.dispose();
    this.furnishing = this.surroundings = this.notice = null;
    this.hotspots?.dispose();
    this.outline?.dispose();
    this.navigator_?.dispose();
    this.hotspots = this.outline = this.navigator_ = this.room = this.showroom = this.list = null;
    this.card = null;
    delete this.dataset.selectedSku;
    delete this.dataset.mode;
    delete this.dataset.loaded;
    delete this.dataset.time;
  }

  setMode(mode: Mode): void {
    this.tour?.end(mode === "walk");
    this.navigator_?.go(mode);
  }

  /** Show a product's card and outline; with `visit` the camera goes there. Null closes the card. */
  select(sku: string | null, visit = false): void {
    const product = this.showroom?.products.find((candidate) => candidate.sku === sku) ?? null;
    this.card?.remove();
    this.card = null;
    this.list?.mark(product?.sku ?? null);
    for (const spot of this.root.querySelectorAll<HTMLElement>(".hotspot"))
      spot.toggleAttribute("aria-current", spot.dataset.sku === product?.sku);
    this.outline?.show(product ? this.room!.objectsOf(product.sku) : []);
    if (!product) {
      if (this.selectedSku !== null) this.tell("close", { sku: this.selectedSku });
      delete this.dataset.selectedSku;
      return;
    }
    this.tour?.pause();
    this.dataset.selectedSku = product.sku;
    this.showCard(product);
    if (visit) {
      const piece = this.room!.pieces.find((candidate) => candidate.product.sku === product.sku);
      if (piece) this.navigator_!.visit(piece);
    }
    this.tell("select", { sku: product.sku, name: product.name });
  }

  /** Begin the tour of the room, if it has one. */
  startTour(): void {
    const tour = this.showroom?.tour;
    if (!tour || this.tour) return;
    this.select(null);
    this.setMode("walk");
    const wanted = this.getAttribute("lang");
    this.tour = new TourPlayer(
      this.stage!,
      this.navigator_!,
      tour,
      this.t,
      wanted ? [wanted] : navigator.languages,
      this.reducedMotion,
      {
        stop: (index, product) => this.tell("stop", { index, product }),
        ended: () => {
          this.tour = null;
          delete this.dataset.touring;
          this.root.querySelector<HTMLElement>("[data-tool=tour]")?.focus({ preventScroll: true });
          this.tell("tour", { playing: false });
        },
      },
    );
    this.dataset.touring = "";
    this.root.append(this.tour.captions.element);
    this.tour.captions.focus();
    this.tell("tour", { playing: true });
  }

  private build(canvas: HTMLCanvasElement, showroom: Showroom): void {
    const { t } = this;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", t("canvas_label"));
    const count = showroom.products.length;
    const title = el(
      "div",
      { class: "panel title" },
      el("h1", {}, roomName(t, showroom.room.type)),
      el("p", {}, `${count} ${t("products").toLocaleLowerCase(this.lang_)}`),
    );
    this.modes = new ModeSwitch(t, (mode) => this.setMode(mode));
    const tools = el("div", { class: "panel tools", role: "toolbar", "aria-label": t("view_mode") });
    const evening = toggleButton("evening", t("evening"), false, (on) => void this.setTime(on ? "evening" : "day"));
    const markers = toggleButton("marker", t("hotspots"), true, (on) => this.hotspots?.show(on));
    const full = iconButton("fullscreen", t("fullscreen"), { "data-tool": "fullscreen" });
    full.addEventListener("click", () => void this.toggleFullscreen());
    if (showroom.tour) {
      const attributes = { type: "button", class: "mode", "aria-label": t("tour"), title: t("tour"), "data-tool": "tour" };
      const tour = el("button", attributes, icon(ICONS.tour), el("span", {}, t("tour")));
      tour.addEventListener("click", () => this.startTour());
      tools.append(tour);
    }
    tools.append(evening, markers, full);
    if (!document.fullscreenEnabled) full.hidden = true;

    const openList = el(
      "button",
      { type: "button", class: "button open-list", "aria-expanded": "false" },
      icon(ICONS.list),
      t("products"),
      el("span", { class: "count" }, String(count)),
    );
    this.list = new ProductList(
      showroom.products,
      t,
      this.lang_,
      (sku) => {
        this.showList(false, openList);
        this.returnFocus = openList;
        this.select(sku, true);
      },
      () => this.showList(false, openList),
    );
    openList.addEventListener("click", () => this.showList(true, openList));
    const camera = this.stage!.camera;
    this.hotspots = new Hotspots(
      this.stage!,
      showroom.products,
      t,
      (to, node) => {
        const [eye, goal] = [camera.position.toArray(), to.toArray()];
        return inSight(this.room!.solids, eye, goal, node) && !throughWall(showroom.room.polygon_m, eye, goal);
      },
      (sku) => this.select(sku),
    );
    const right = el("div", { class: "panel-row" }, this.modes.element, tools);
    const hint = el("div", { class: "hint", "aria-hidden": "true" }, t("hint_walk"));
    canvas.addEventListener("pointerdown", () => hint.classList.add("gone"), { once: true });
    canvas.addEventListener("keydown", () => hint.classList.add("gone"), { once: true });
    this.cover!.element.before(
      this.hotspots.element,
      el("div", { class: "top" }, title, right),
      el("div", { class: "bottom" }, openList),
      hint,
      this.notice!.element,
      this.list.element,
    );
  }

  private showList(open: boolean, opener: HTMLElement): void {
    if (open) this.select(null);
    this.list?.show(open);
    opener.hidden = open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open) opener.focus();
  }

  private showCard(product: Product): void {
    const active = this.root.activeElement;
    if (active instanceof HTMLElement && !active.closest(".drawer, .card")) this.returnFocus = active;
    this.card = productCard(product, this.t, this.lang_, {
      close: () => {
        this.select(null);
        this.returnFocus?.focus();
      },
      link: (chosen, url) => this.tell("link", { sku: chosen.sku, url }),
    });
    this.cover!.element.isConnected ? this.cover!.element.before(this.card) : this.root.append(this.card);
    this.card.querySelector<HTMLElement>(".card-close")?.focus({ preventScroll: true });
  }

  private markMode(mode: Mode): void {
    this.dataset.mode = mode;
    this.modes?.mark(mode);
    this.tell("mode", { mode });
  }

  private listen(canvas: HTMLCanvasElement): void {
    const walk = this.navigator_!.walk;
    let press: { id: number; x: number; y: number; moved: boolean; paused: boolean } | null = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary) return;
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      const paused = this.tour !== null && !this.tour.paused;
      this.tour?.pause();
      press = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false, paused };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!press) {
        if (event.pointerType === "mouse") this.hover(event);
        return;
      }
      if (event.pointerId !== press.id) return;
      const dx = event.clientX - press.x;
      const dy = event.clientY - press.y;
      if (!press.moved && Math.hypot(dx, dy) < CLICK_PX) return;
      press.moved = true;
      if (this.dataset.mode === "walk" && walk.enabled) {
        walk.look(dx, dy);
        press.x = event.clientX;
        press.y = event.clientY;
      }
    });
    const release = (event: PointerEvent) => {
      if (press && event.pointerId === press.id && !press.moved && event.type === "pointerup")
        this.press(event, press.paused);
      if (press?.id === event.pointerId) press = null;
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => this.mark(null));
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.dataset.mode !== "walk" || !walk.key(event.code, true)) return;
      this.tour?.pause();
      event.preventDefault();
    });
    canvas.addEventListener("keyup", (event) => walk.key(event.code, false));
    canvas.addEventListener("blur", () => walk.releaseKeys());
    this.root.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key !== "Escape") return;
      if (this.card) this.card.querySelector<HTMLElement>(".card-close")?.click();
      else if (this.list?.open) this.root.querySelector<HTMLElement>(".drawer .tool")?.click();
      else this.tour?.end();
    });
    let size = [0, 0];
    new ResizeObserver(() => {
      const next = [canvas.clientWidth, canvas.clientHeight];
      if (size[0] !== 0 && (next[0] !== size[0] || next[1] !== size[1])) this.navigator_?.refit();
      size = next;
    }).observe(canvas);
  }

  private ndc(event: PointerEvent): Vector2 {
    const box = this.stage!.canvas.getBoundingClientRect();
    return new Vector2(
      ((event.clientX - box.left) / box.width) * 2 - 1,
      1 - ((event.clientY - box.top) / box.height) * 2,
    );
  }

  /** A click shows a product or walks to a place; one that paused the tour walks nowhere. */
  private press(event: PointerEvent, paused: boolean): void {
    const hit = this.room?.pick(this.ndc(event));
    if (hit?.kind === "piece") this.select(hit.piece.product.sku);
    else {
      this.select(null);
      if (hit && this.dataset.mode === "walk" && !paused) this.navigator_?.walk.walkTo([hit.point.x, hit.point.z]);
    }
  }

  private hoverFrame = 0;
  private hover(event: PointerEvent): void {
    cancelAnimationFrame(this.hoverFrame);
    this.hoverFrame = requestAnimationFrame(() => {
      const hit = this.room?.pick(this.ndc(event));
      this.mark(hit?.kind === "piece" ? hit.piece.product.sku : null);
    });
  }

  /** Outline what the mouse is over; the chosen product keeps its line. */
  private mark(sku: string | null): void {
    if (sku === this.hovered || !this.room) return;
    this.hovered = sku;
    this.stage?.canvas.classList.toggle("over-product", sku !== null);
    const shown = [sku, this.selectedSku].filter((s): s is string => s !== null);
    this.outline?.show([...new Set(shown)].flatMap((s) => this.room!.objectsOf(s)));
  }

  private async toggleFullscreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.requestFullscreen();
  }
}
