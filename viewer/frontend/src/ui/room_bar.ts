/** The bars over the room: its name, the way of seeing it, tools, the list of products and the tour. */
import type { Words } from "../i18n";
import type { Mode } from "../navigate/navigator";
import { el, icon, iconButton, ICONS } from "./element";
import { ModeSwitch, toggleButton } from "./toolbar";

export interface BarEvents {
  mode(mode: Mode): void;
  evening(on: boolean): void;
  markers(on: boolean): void;
  measure(on: boolean): void;
  picture(): void;
  fullscreen(): void;
  products(): void;
  tour(): void;
}

export interface BarContent {
  readonly title: string;
  readonly productCount: number;
  readonly tour: boolean;
}

export class RoomBar {
  readonly top: HTMLElement;
  readonly bottom: HTMLElement;
  readonly openList: HTMLButtonElement;
  private readonly modes: ModeSwitch;
  private readonly tools: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly evening: HTMLButtonElement;
  private readonly measure: HTMLButtonElement;

  constructor(content: BarContent, t: Words, lang: string, events: BarEvents) {
    const count = String(content.productCount);
    const title = el(
      "div",
      { class: "panel title" },
      el("h2", {}, content.title),
      el("p", {}, `${count} ${t("products").toLocaleLowerCase(lang)}`),
    );
    this.modes = new ModeSwitch(t, (mode) => events.mode(mode));
    this.evening = toggleButton("evening", t("evening"), false, (on) => events.evening(on));
    const markers = toggleButton("marker", t("hotspots"), true, (on) => events.markers(on));
    this.measure = toggleButton("measure", t("measure"), false, (on) => {
      this.unfold(false);
      events.measure(on);
    });
    const picture = iconButton("camera", t("screenshot"), { "data-tool": "screenshot" });
    picture.addEventListener("click", () => {
      this.unfold(false);
      events.picture();
    });
    const full = iconButton("fullscreen", t("fullscreen"), { "data-tool": "fullscreen" });
    full.addEventListener("click", () => {
      this.unfold(false);
      events.fullscreen();
    });
    full.hidden = !document.fullscreenEnabled;
    this.tools = el(
      "div",
      { class: "panel tools extra", role: "toolbar", "aria-label": t("tools"), id: "tools" },
      this.evening,
      markers,
      this.measure,
      picture,
      full,
    );
    this.more = iconButton("more", t("tools"), {
      class: "tool more",
      "aria-expanded": "false",
      "aria-controls": "tools",
      "data-tool": "more",
    });
    this.more.addEventListener("click", () => this.unfold(!this.unfolded));
    this.tools.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.unfolded) return;
      event.stopPropagation();
      this.unfold(false);
      this.more.focus();
    });
    const modes = el("div", { class: "panel tools" }, this.modes.element, this.more);
    this.top = el("div", { class: "top" }, title, el("div", { class: "panel-row" }, modes, this.tools));
    this.openList = el(
      "button",
      { type: "button", class: "button open-list", "aria-expanded": "false" },
      icon(ICONS.list),
      t("products"),
      el("span", { class: "count" }, count),
    );
    this.openList.addEventListener("click", () => events.products());
    this.bottom = el("div", { class: "bottom" }, this.openList);
    if (!content.tour) return;
    const tour = el("button", { type: "button", class: "button", "data-tool": "tour" }, icon(ICONS.tour), t("tour"));
    tour.addEventListener("click", () => events.tour());
    this.bottom.append(tour);
  }

  mark(mode: Mode): void {
    this.modes.mark(mode);
  }

  pressEvening(on: boolean): void {
    this.evening.setAttribute("aria-pressed", String(on));
  }

  pressMeasure(on: boolean): void {
    this.measure.setAttribute("aria-pressed", String(on));
  }

  /** On a narrow screen the tools fold away behind one button. */
  get unfolded(): boolean {
    return this.more.getAttribute("aria-expanded") === "true";
  }

  unfold(open: boolean): void {
    this.more.setAttribute("aria-expanded", String(open));
    this.tools.classList.toggle("unfolded", open);
  }
}
