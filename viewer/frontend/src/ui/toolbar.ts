/** The bar on top: the room's name, the way of seeing it, and a few tools. */
import type { Mode } from "../navigate/navigator";
import { MODES } from "../navigate/navigator";
import type { Words } from "../i18n";
import { el, icon, iconButton, ICONS } from "./element";
import { markRadio, radioGroup } from "./radio_group";

/** A radio group for the mode. */
export class ModeSwitch {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Mode, HTMLButtonElement>();

  constructor(t: Words, choose: (mode: Mode) => void) {
    this.element = el("div", { class: "modes", role: "radiogroup", "aria-label": t("view_mode") });
    for (const mode of MODES) {
      const button = el(
        "button",
        { type: "button", class: "mode", "aria-label": t(mode), title: t(mode), "data-mode": mode },
        icon(ICONS[mode]),
        el("span", {}, t(mode)),
      );
      this.buttons.set(mode, button);
      this.element.append(button);
    }
    radioGroup(this.buttons, choose);
    this.mark("walk");
  }

  mark(mode: Mode): void {
    markRadio(this.buttons, mode);
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
