/** The bar on top: the room's name, the way of seeing it, and a few tools. */
import type { Mode } from "../navigate/navigator";
import { MODES } from "../navigate/navigator";
import type { Words } from "../i18n";
import { el, icon, iconButton, ICONS } from "./element";

/** A radio group for the mode: one tab stop, arrows move the choice. */
export class ModeSwitch {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Mode, HTMLButtonElement>();

  constructor(t: Words, choose: (mode: Mode) => void) {
    this.element = el("div", { class: "modes", role: "radiogroup", "aria-label": t("view_mode") });
    for (const mode of MODES) {
      const button = el(
        "button",
        { type: "button", class: "mode", role: "radio", "aria-label": t(mode), title: t(mode), "data-mode": mode },
        icon(ICONS[mode]),
        el("span", {}, t(mode)),
      );
      button.addEventListener("click", () => choose(mode));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        const next = MODES[(MODES.indexOf(mode) + step + MODES.length) % MODES.length]!;
        choose(next);
        this.buttons.get(next)?.focus();
      });
      this.buttons.set(mode, button);
      this.element.append(button);
    }
    this.mark("walk");
  }

  mark(mode: Mode): void {
    for (const [key, button] of this.buttons) {
      button.setAttribute("aria-checked", String(key === mode));
      button.tabIndex = key === mode ? 0 : -1;
    }
  }
}

/** A button that stays pressed; `change` is told whether it now is. */
export function toggleButton(
  name: keyof typeof ICONS,
  label: string,
  pressed: boolean,
  change: (pressed: boolean) => void,
): HTMLButtonElement {
  const button = iconButton(name, label, { "aria-pressed": String(pressed), "data-tool": name });
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    change(now);
  });
  return button;
}
