/** The panel of a tour: title and text of the stop, and buttons to go back, pause, go on and end. */
import type { Words } from "../i18n";
import { el, icon, iconButton, ICONS } from "../ui/element";

export interface CaptionEvents {
  previous(): void;
  toggle(): void;
  next(): void;
  end(): void;
}

export class Captions {
  readonly element: HTMLElement;
  private readonly heading = el("h2", { class: "tour-title" });
  private readonly body = el("p", { class: "tour-text" });
  private readonly progress = el("span", { class: "tour-progress muted small" });
  private readonly toggle: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;

  constructor(
    private readonly t: Words,
    events: CaptionEvents,
  ) {
    this.back = iconButton("previous", t("previous"), { "data-tour": "previous" });
    this.toggle = iconButton("pause", t("pause"), { "data-tour": "toggle" });
    this.forward = iconButton("chevron", t("next"), { "data-tour": "next" });
    const end = iconButton("close", t("stop_tour"), { "data-tour": "end" });
    this.back.addEventListener("click", () => events.previous());
    this.toggle.addEventListener("click", () => events.toggle());
    this.forward.addEventListener("click", () => events.next());
    end.addEventListener("click", () => events.end());
    this.element = el(
      "section",
      { class: "caption tour", "aria-label": t("tour") },
      el("div", { class: "tour-words", "aria-live": "polite" }, this.heading, this.body),
      el("div", { class: "caption-row" }, this.back, this.toggle, this.forward, this.progress, el("span", { class: "spacer" }), end),
    );
  }

  show(title: { tag: string; text: string }, text: { tag: string; text: string }, index: number, count: number): void {
    this.heading.textContent = title.text;
    this.heading.lang = title.tag;
    this.body.textContent = text.text;
    this.body.lang = text.tag;
    this.body.hidden = text.text === "";
    this.progress.textContent = `${index + 1} / ${count}`;
    this.progress.setAttribute("aria-label", this.t("tour_progress", { index: index + 1, count }));
    this.back.disabled = index === 0;
    this.forward.disabled = index === count - 1;
  }

  playing(playing: boolean): void {
    const label = this.t(playing ? "pause" : "resume");
    this.toggle.replaceChildren(icon(ICONS[playing ? "pause" : "tour"]));
    this.toggle.setAttribute("aria-label", label);
    this.toggle.title = label;
  }

  focus(): void {
    this.toggle.focus({ preventScroll: true });
  }
}
