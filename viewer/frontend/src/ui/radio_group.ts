/** Buttons of which one is chosen: one tab stop, arrow keys move the choice along. */
export function radioGroup<T>(
  buttons: ReadonlyMap<T, HTMLElement>,
  choose: (name: T) => void,
): void {
  const names = [...buttons.keys()];
  for (const [name, button] of buttons) {
    button.setAttribute("role", "radio");
    button.addEventListener("click", () => choose(name));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = names[(names.indexOf(name) + step + names.length) % names.length]!;
      choose(next);
      buttons.get(next)?.focus();
    });
  }
}

export function markRadio<T>(buttons: ReadonlyMap<T, HTMLElement>, chosen: T): void {
  for (const [name, button] of buttons) {
    button.setAttribute("aria-checked", String(name === chosen));
    button.tabIndex = name === chosen ? 0 : -1;
  }
}
