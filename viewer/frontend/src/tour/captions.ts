/** The panel of a tour: title and text of the stop, and buttons to go back, pause, go on and end. */
import type { Words } from "../i18n";
import { el, icon, iconButton, ICONS } from "../ui/element";
import { toggleButton } from "../ui/toolbar";

export interface CaptionEvents {
  previous(): void;
  toggle(): void;
  next(): void;
  end(): void;
  /** Speak the words, or no longer. */
  narrate(on: boolean): void;
}

export class Captions {
  readonly element: HTMLElement;
  private readonly heading = el("h2", { class: "tour-title" });
  private readonly body = el("p", { class: "tour-text" });
  private readonly progress = el("span", { class: "tour-progress muted small", role: "img" });
  private readonly toggle: HTMLButtonElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly words: HTMLElement;

  constructor(
    private readonly t: Words,
    events: CaptionEvents,
    /** Whether the words are spoken; null where the browser cannot. */
    narrated: boolean | null,
  ) {
    this.back = iconButton("previous", t("previous"), { "data-tour": "previous" });
    this.toggle = iconButton("pause", t("pause"), { "data-tour": "toggle" });
    this.forward = iconButton("chevron", t("next"), { "data-tour": "next" });
    const end = iconButton("close", t("stop_tour"), { "data-tour": "end" });
    this.back.addEventListener("click", () => events.previous());
    this.toggle.addEventListener("click", () => events.toggle());
    this.forward.addEventListener("click", () => events.next());
    end.addEventListener("click", () => events.end());
    const speaker =
      narrated === null
        ? null
        : toggleButton("speaker", t("narration"), narrated, (on) => {
            this.quietReader(on);
            events.narrate(on);
          });
    speaker?.setAttribute("data-tour", "narration");
    this.words = el("div", { class: "tour-words" }, this.heading, this.body);
    this.quietReader(narrated === true);
    const spacer = el("span", { class: "spacer" });
    this.element = el(
      "section",
      { class: "caption tour", "aria-label": t("tour") },
      this.words,
      el("div", { class: "caption-row" }, this.back, this.toggle, this.forward, this.progress, spacer, speaker, end),
    );
  }

  /** A screen reader does not read what is spoken already. */
  private quietReader(quiet: boolean): void {
    this.words.setAttribute("aria-live", quiet ? "off" : "polite");
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
