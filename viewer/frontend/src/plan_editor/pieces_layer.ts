/** The pieces on the plan: drawn to scale, dragged, turned, and moved by keys. */
import type { Words } from "../i18n";
import type { Plan, PlanFault, PlanPiece, Point } from "./plan";
import { boxOf, corners, quickFaults, turned, withPose } from "./poses";
import { GRID_M, onGrid, snapped, snappedYaw } from "./snap";
import { drawing, points, px, set, svg } from "./svg";
import type { Viewport } from "./viewport";

const QUARTER = Math.PI / 2;
const FAR_STEP_M = 0.5;
/** A press that moves less than this is a click. */
const CLICK_PX = 4;
const HANDLE_M = 0.34;
/** Of names on the screen: usual, and smallest that one reads; a character is about so wide for its height. */
const SIZE_PX = 13;
const SMALLEST_PX = 9;
const CHARACTER = 0.6;
/** Keys come in bursts: what they did is told when the burst is over. */
const BURST_MS = 450;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface PiecesHost {
  readonly t: Words;
  readonly viewport: Viewport;
  /** Pieces are elsewhere for now, as while they are dragged. */
  live(pieces: readonly PlanPiece[]): void;
  moved(piece: PlanPiece): void;
  locked(piece: PlanPiece): void;
  removed(piece: PlanPiece): void;
  selected(piece: PlanPiece | null): void;
  announce(text: string): void;
}

export class PiecesLayer {
  readonly element = svg("g", { class: "pieces" });
  private readonly overlay = svg("g", { class: "overlay" });
  private readonly guides = svg("g", { class: "guides", "aria-hidden": "true" });
  private readonly groups = new Map<string, SVGGElement>();
  /** Names, cut short where there is no room: beside the buttons, which say theirs in full. */
  private readonly names = svg("g", { "aria-hidden": "true" });
  private readonly labels = new Map<string, SVGTextElement>();
  private pieces: readonly PlanPiece[] = [];
  private plan: Plan | null = null;
  private chosen: string | null = null;
  /** What live movement shows; Python's judgement otherwise. */
  private quick = new Map<string, readonly PlanFault[]>();
  private burst: number | null = null;
  private dragging = false;

  constructor(private readonly host: PiecesHost) {}

  /** Someone's hand is on a piece: what Python says has to wait. */
  get busy(): boolean {
    return this.dragging || this.burst !== null;
  }

  get selected(): PlanPiece | null {
    return this.pieces.find(({ id }) => id === this.chosen) ?? null;
  }

  get all(): readonly PlanPiece[] {
    return this.pieces;
  }

  show(plan: Plan): void {
    this.plan = plan;
    this.pieces = plan.pieces;
    this.quick.clear();
    const focused = this.focused();
    this.groups.clear();
    this.labels.clear();
    const drawn = [...plan.pieces].sort((a, b) => layer(a) - layer(b)).map((piece) => this.draw(piece));
    this.names.replaceChildren(...this.labels.values());
    this.element.replaceChildren(...drawn, this.names, this.guides, this.overlay);
    if (this.chosen !== null && !this.selected) this.select(null);
    this.update();
    this.host.selected(this.selected);
    if (focused) this.groups.get(focused)?.focus({ preventScroll: true });
  }

  select(id: string | null): void {
    this.chosen = id;
    this.update();
    this.host.selected(this.selected);
  }

  /** The plan was zoomed: words and marks keep their size. */
  rescale(): void {
    this.update();
  }

  /** Whether pieces can only be looked at. */
  inert(on: boolean): void {
    for (const group of this.groups.values()) set(group, { tabindex: on ? -1 : 0 });
    if (on && this.chosen !== null) this.select(null);
  }

  turn(by_rad: number): void {
    const piece = this.selected;
    if (!piece) return;
    this.put(piece, piece.x_m, piece.z_m, turned(piece.yaw_rad + by_rad));
    this.finishSoon(piece.id);
  }

  toggleLock(): void {
    const piece = this.selected;
    if (!piece) return;
    const next = { ...piece, locked: !piece.locked };
    this.pieces = this.pieces.map((one) => (one.id === piece.id ? next : one));
    this.update();
    this.host.selected(next);
    this.host.locked(next);
    this.host.announce(this.host.t(next.locked ? "plan_locked" : "plan_unlocked", { name: piece.name }));
  }

  remove(): void {
    const piece = this.selected;
    if (!piece) return;
    this.pieces = this.pieces.filter((one) => one.id !== piece.id);
    this.groups.get(piece.id)?.remove();
    this.groups.delete(piece.id);
    this.labels.get(piece.id)?.remove();
    this.labels.delete(piece.id);
    this.select(null);
    this.host.removed(piece);
    this.host.announce(this.host.t("plan_removed", { name: piece.name }));
  }

  faultsOf(id: string): readonly PlanFault[] {
    return this.quick.get(id) ?? this.plan?.faults.filter((fault) => fault.id === id || fault.other === id) ?? [];
  }

  nameOf(id: string): string {
    return this.pieces.find((piece) => piece.id === id)?.name ?? id;
  }

  private focused(): string | null {
    const root = this.element.getRootNode();
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    return active?.getAttribute("data-id") ?? null;
  }

  private draw(piece: PlanPiece): SVGGElement {
    const [w, , d] = piece.size_m.map(px) as [number, number, number];
    const body = svg("g", { class: "body" }, drawing(piece.symbol));
    const front = svg("path", { class: "front", d: `M${-Math.min(9, w / 4)} ${d / 2 + 4}L0 ${d / 2 + 12}L${Math.min(9, w / 4)} ${d / 2 + 4}Z` });
    const frame = svg("rect", { class: "frame", x: -w / 2, y: -d / 2, width: w, height: d, rx: 3 });
    // Small things are given a finger's breadth to be caught by.
    const [hitW, hitD] = [Math.max(w, 30), Math.max(d, 30)];
    const hit = svg("rect", { class: "hit", x: -hitW / 2, y: -hitD / 2, width: hitW, height: hitD });
    this.labels.set(piece.id, svg("text", { class: "name", "text-anchor": "middle" }));
    const pin = svg("g", { class: "pin", "aria-hidden": "true" }, svg("circle", { r: 9 }), svg("path", { d: "M-3.500 -.5h7v5h-7zM-2 -.5v-2a2 2 0 0 1 4 0v2" }));
    const alarm = svg("g", { class: "alarm", "aria-hidden": "true" }, svg("path", { d: "M0 -9L9.500 7.500H-9.500Z" }), svg("path", { class: "mark", d: "M0 -3.500V2.500M0 5V5.100" }));
    const group = svg("g", { class: `piece ${piece.mount}`, tabindex: 0, role: "button", "data-id": piece.id }, hit, body, front, frame, pin, alarm);
    this.groups.set(piece.id, group);
    group.addEventListener("focus", () => {
      if (this.chosen !== piece.id) this.select(piece.id);
    });
    group.addEventListener("keydown", (event) => this.key(event, piece.id));
    group.addEventListener("pointerdown", (event) => this.press(event, piece.id));
    return group;
  }

  /** Bring what is drawn to where the pieces are. */
  private update(): void {
    for (const piece of this.pieces) {
      const group = this.groups.get(piece.id);
      if (!group) continue;
      const faults = this.faultsOf(piece.id);
      const serious = faults.some((fault) => fault.serious);
      set(group, {
        transform: `translate(${px(piece.x_m).toFixed(1)} ${px(piece.z_m).toFixed(1)})`,
        "aria-pressed": piece.id === this.chosen ? "true" : "false",
        "aria-label": this.says(piece),
        "data-locked": piece.locked,
        "data-fault": serious ? "serious" : faults.length > 0 ? "soft" : null,
        "data-x": piece.x_m.toFixed(3),
        "data-z": piece.z_m.toFixed(3),
        "data-yaw": piece.yaw_rad.toFixed(4),
      });
      const spin = `rotate(${((-piece.yaw_rad * 180) / Math.PI).toFixed(2)})`;
      for (const part of group.querySelectorAll(":scope > .body, :scope > .front, :scope > .frame, :scope > .hit"))
        set(part, { transform: spin });
      this.caption(group, piece);
    }
    this.frameSelected();
  }

  /** Name, pin and alarm stay upright, whichever way the piece is turned. */
  private caption(group: SVGGElement, piece: PlanPiece): void {
    const ring = corners(boxOf(piece)).map(([x, z]): Point => [px(x - piece.x_m), px(z - piece.z_m)]);
    const [left, right] = [Math.min(...ring.map(([x]) => x)), Math.max(...ring.map(([x]) => x))];
    const [top, bottom] = [Math.min(...ring.map(([, y]) => y)), Math.max(...ring.map(([, y]) => y))];
    const label = this.labels.get(piece.id)!;
    const unit = this.host.viewport.unitsPerPx;
    const upright = bottom - top > 1.6 * (right - left);
    const room = (upright ? bottom - top : right - left) - 6;
    const size = Math.min(SIZE_PX * unit, room / Math.max(4, piece.name.length) / CHARACTER);
    const most = Math.floor(room / (SMALLEST_PX * unit * CHARACTER));
    const named = piece.mount !== "covering" && bottom - top > SMALLEST_PX * unit;
    const fits = size >= SMALLEST_PX * unit;
    label.textContent = !named ? "" : fits ? piece.name : most >= 5 ? `${piece.name.slice(0, most - 1).trimEnd()}…` : "";
    const at = `translate(${px(piece.x_m).toFixed(1)} ${px(piece.z_m).toFixed(1)})`;
    set(label, { transform: upright ? `${at} rotate(-90)` : at, dy: "0.35em", "font-size": fits ? size : SMALLEST_PX * unit });
    const corner = (x: number, y: number) => `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${unit.toFixed(3)})`;
    set(group.querySelector(":scope > .pin")!, { transform: corner(right - 4, top + 4) });
    set(group.querySelector(":scope > .alarm")!, { transform: corner(left + 6, top + 6) });
  }

  private frameSelected(): void {
    const piece = this.selected;
    if (!piece) return void this.overlay.replaceChildren();
    const box = boxOf(piece);
    const ring = corners({ ...box, half: [box.half[0] + 0.04, box.half[1] + 0.04] });
    const reach = box.half[1] + HANDLE_M;
    const at: Point = [piece.x_m + Math.sin(piece.yaw_rad) * reach, piece.z_m + Math.cos(piece.yaw_rad) * reach];
    const edge: Point = [piece.x_m + Math.sin(piece.yaw_rad) * box.half[1], piece.z_m + Math.cos(piece.yaw_rad) * box.half[1]];
    const knob = (to: Point) => `translate(${px(to[0])} ${px(to[1])}) scale(${this.host.viewport.unitsPerPx.toFixed(3)})`;
    const old = this.overlay.querySelector(".handle");
    if (old && this.dragging) {
      set(this.overlay.querySelector(".ring")!, { points: points(ring) });
      set(this.overlay.querySelector(".stem")!, { d: stem(edge, at) });
      set(old, { transform: knob(at) });
      return;
    }
    const handle = svg(
      "g",
      { class: "handle", transform: knob(at), "aria-hidden": "true" },
      svg("circle", { class: "hit", r: 24 }),
      svg("circle", { class: "knob", r: 12 }),
      svg("path", { class: "arrow", d: "M5 -2.500a5.500 5.500 0 1 0 .5 3.500M5.500 -6v3.700H1.800" }),
    );
    handle.addEventListener("pointerdown", (event) => this.pressHandle(event, piece.id));
    this.overlay.replaceChildren(
      svg("polygon", { class: "ring", points: points(ring) }),
      svg("path", { class: "stem", d: stem(edge, at) }),
      handle,
    );
  }

  private press(event: PointerEvent, id: string): void {
    if (event.button !== 0 || this.host.viewport.pinching) return;
    event.preventDefault();
    this.finishBurst();
    const group = this.groups.get(id)!;
    group.focus({ preventScroll: true });
    this.select(id);
    const start = this.host.viewport.toPlan(event);
    const piece = this.pieces.find((one) => one.id === id)!;
    const grip: Point = [start[0] - piece.x_m, start[1] - piece.z_m];
    const others = this.pieces;
    this.follow(event, group, (now) => {
      const at = this.host.viewport.toPlan(now);
      const to: Point = [at[0] - grip[0], at[1] - grip[1]];
      const free = now.altKey || !this.plan;
      const place = free
        ? { x_m: to[0], z_m: to[1], yaw_rad: piece.yaw_rad, guides: [] }
        : snapped(this.plan!.rooms, others, piece, to);
      this.pieces = others;
      this.put(piece, place.x_m, place.z_m, place.yaw_rad);
      this.guides.replaceChildren(...place.guides.map(([a, b]) => svg("path", { d: stem(a, b) })));
    });
  }

  private pressHandle(event: PointerEvent, id: string): void {
    event.preventDefault();
    event.stopPropagation();
    this.finishBurst();
    const piece = this.pieces.find((one) => one.id === id)!;
    const others = this.pieces;
    this.follow(event, event.currentTarget as Element, (now) => {
      const [x, z] = this.host.viewport.toPlan(now);
      const yaw = snappedYaw(Math.atan2(x - piece.x_m, z - piece.z_m), now.shiftKey || now.altKey);
      this.pieces = others;
      this.put(piece, piece.x_m, piece.z_m, yaw);
    });
  }

  /** Follow a pointer until it goes up; a press without a way is a click. */
  private follow(event: PointerEvent, target: Element, move: (now: PointerEvent) => void): void {
    const id = this.chosen;
    const before = this.pieces;
    const from: Point = [event.clientX, event.clientY];
    let away = false;
    target.setPointerCapture(event.pointerId);
    const moves = (now: Event) => {
      const pointer = now as PointerEvent;
      if (pointer.pointerId !== event.pointerId) return;
      if (this.host.viewport.pinching) return void ends(false);
      if (!away && Math.hypot(pointer.clientX - from[0], pointer.clientY - from[1]) < CLICK_PX) return;
      away = this.dragging = true;
      move(pointer);
    };
    const ends = (keep: boolean) => {
      target.removeEventListener("pointermove", moves);
      target.removeEventListener("pointerup", up);
      target.removeEventListener("pointercancel", cancel);
      const dragged = away;
      away = this.dragging = false;
      this.guides.replaceChildren();
      if (!dragged || id === null) return void this.frameSelected();
      if (!keep) {
        this.pieces = before;
        this.quick.clear();
        this.update();
        this.host.live(before);
      } else this.finish(id);
    };
    const up = () => ends(true);
    const cancel = () => ends(false);
    target.addEventListener("pointermove", moves);
    target.addEventListener("pointerup", up);
    target.addEventListener("pointercancel", cancel);
  }

  private key(event: KeyboardEvent, id: string): void {
    if (event.ctrlKey || event.metaKey) return;
    const piece = this.pieces.find((one) => one.id === id);
    if (!piece) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const step = event.shiftKey ? FAR_STEP_M : GRID_M;
      const to = (value: number, by: number) => (by === 0 ? value : onGrid(value + by * step));
      this.put(piece, to(piece.x_m, arrow[0]), to(piece.z_m, arrow[1]), piece.yaw_rad);
      this.finishSoon(id);
    } else if (event.key === "r" || event.key === "R") this.turn(event.shiftKey ? -Math.PI / 12 : -QUARTER);
    else if (event.key === "l" || event.key === "L") this.toggleLock();
    else if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (event.key === "Enter" || event.key === " ") this.host.announce(this.says(piece));
    else return;
    event.preventDefault();
    // Streamlit has keys of its own, R among them.
    event.stopPropagation();
  }

  private put(piece: PlanPiece, x_m: number, z_m: number, yaw_rad: number): void {
    this.pieces = withPose(this.pieces, piece.id, x_m, z_m, yaw_rad);
    this.quick.clear();
    if (this.plan) {
      const found = quickFaults(this.plan.rooms, this.pieces, piece.id);
      this.quick.set(piece.id, found);
      for (const fault of found) if (fault.other) this.quick.set(fault.other, [{ ...fault, id: fault.other, other: fault.id }]);
    }
    this.update();
    this.host.selected(this.selected);
    this.host.live(this.pieces);
  }

  private finishSoon(id: string): void {
    if (this.burst !== null) clearTimeout(this.burst);
    this.burst = window.setTimeout(() => {
      this.burst = null;
      this.finish(id);
    }, BURST_MS);
    this.burstOf = id;
  }

  private burstOf: string | null = null;

  /** A new hand on the plan ends the burst of keys before it. */
  private finishBurst(): void {
    if (this.burst === null || this.burstOf === null) return;
    clearTimeout(this.burst);
    this.burst = null;
    this.finish(this.burstOf);
  }

  private finish(id: string): void {
    const piece = this.pieces.find((one) => one.id === id);
    if (!piece) return;
    // A piece put somewhere by hand stays there when the rest is arranged again.
    const held = { ...piece, locked: true };
    this.pieces = this.pieces.map((one) => (one.id === id ? held : one));
    this.update();
    this.host.selected(this.selected);
    this.host.moved(held);
    this.host.announce(this.says(held));
  }

  /** A piece in words: name, place, what it faces, lock, what is wrong. */
  private says(piece: PlanPiece): string {
    const { t } = this.host;
    const [left, top] = origin(this.plan);
    const parts = [
      piece.name,
      t("plan_at", { x: (piece.x_m - left).toFixed(2), z: (piece.z_m - top).toFixed(2) }),
      t("plan_faces", { degrees: Math.round((((-piece.yaw_rad * 180) / Math.PI) % 360 + 360) % 360) }),
    ];
    if (piece.locked) parts.push(t("plan_is_locked"));
    for (const fault of this.faultsOf(piece.id)) parts.push(faultWords(t, fault, piece.id, (id) => this.nameOf(id)));
    return parts.join(", ");
  }
}

/** A fault in plain words, seen from one of the two pieces it is about. */
export function faultWords(t: Words, fault: PlanFault, id: string, name: (id: string) => string): string {
  const other = fault.id === id ? fault.other : fault.id;
  switch (fault.rule) {
    case "inside":
      return t("fault_inside");
    case "no_collision":
      return other === "a built-in element" ? t("fault_built_in") : t("fault_no_collision", { other: name(other) });
    case "doors_free":
      return t("fault_doors_free");
    case "windows_free":
      return t("fault_windows_free");
    case "supported":
      return t("fault_supported");
    case "access":
      return t("fault_access");
    case "reachable":
      return t("fault_reachable");
    default:
      return fault.rule;
  }
}

function origin(plan: Plan | null): Point {
  const corners = plan?.rooms.flatMap(({ polygon_m }) => polygon_m) ?? [];
  return [Math.min(...corners.map(([x]) => x)), Math.min(...corners.map(([, z]) => z))];
}

const layer = (piece: PlanPiece): number => (piece.mount === "covering" ? -1 : 0) + piece.y_m + piece.size_m[1] / 100;
const stem = (a: Point, b: Point): string => `M${px(a[0]).toFixed(1)} ${px(a[1]).toFixed(1)}L${px(b[0]).toFixed(1)} ${px(b[1]).toFixed(1)}`;
