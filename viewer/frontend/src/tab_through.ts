/**
 * Streamlit's dialogs keep the focus by walking the page's elements, and a shadow root is no element to them: Tab would
 * pass over everything of ours. Here the component's host is a stop of that walk and hands the focus on, inwards while
 * there is a stop left in that direction. Outside of dialogs the browser does all that by itself.
 */
const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

/** What Tab stops at in a tree, shadow roots included, in the order of the tree. */
export function tabStops(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("*")].flatMap((element) => {
    const own = element.matches(STOPS) && element.tabIndex >= 0 && !element.matches(":disabled") && element.checkVisibility();
    return [...(own ? [element] : []), ...(element.shadowRoot ? tabStops(element.shadowRoot) : [])];
  });
}

/** Let Tab through a component in a dialog. */
export function tabThrough(host: HTMLElement, inside: ParentNode): void {
  if (!host.closest("[role=dialog]") || host.dataset.tabThrough !== undefined) return;
  host.dataset.tabThrough = "";
  host.tabIndex = 0;
  host.style.outline = "none";
  host.addEventListener("focus", (event) => {
    const from = event.relatedTarget;
    const backwards = from instanceof Node && (host.compareDocumentPosition(from) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    tabStops(inside).at(backwards ? -1 : 0)?.focus();
  });
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = tabStops(inside);
    const next = stops[stops.indexOf(deepFocus()) + (event.shiftKey ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  });
}

function deepFocus(): HTMLElement {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused as HTMLElement;
}
