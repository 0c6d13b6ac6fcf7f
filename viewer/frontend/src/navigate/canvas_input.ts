/** What a visitor does on the picture (mouse, touch, keys), told in the words of the view. */
import { Vector2 } from "three";

/** A press that moves less than this is a click. */
const CLICK_PX = 6;
/** Fingers are less steady. */
const TAP_PX = 12;

export interface InputEvents {
  /** A finger or button went down. */
  pressed(): void;
  dragged(dx_px: number, dy_px: number): void;
  /** A press that did not move, at a point of the picture (-1..1 each way). */
  clicked(at: Vector2, touch: boolean): void;
  /** Where the mouse is, null when it left. */
  hovered(at: Vector2 | null): void;
  /** True when the key meant something. */
  key(event: KeyboardEvent): boolean;
  keyUp(code: string): void;
  released(): void;
  resized(): void;
}

interface Press {
  readonly id: number;
  x: number;
  y: number;
  moved: boolean;
}

export class CanvasInput {
  private press: Press | null = null;
  private hoverFrame = 0;
  private readonly resize: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly events: InputEvents,
  ) {
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", (event) => this.up(event));
    canvas.addEventListener("pointerleave", () => {
      cancelAnimationFrame(this.hoverFrame);
      events.hovered(null);
    });
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (events.key(event)) event.preventDefault();
    });
    canvas.addEventListener("keyup", (event) => events.keyUp(event.code));
    canvas.addEventListener("blur", () => events.released());
    let size = [0, 0];
    this.resize = new ResizeObserver(() => {
      const next = [canvas.clientWidth, canvas.clientHeight];
      if (size[0] !== 0 && (next[0] !== size[0] || next[1] !== size[1])) events.resized();
      size = next;
    });
    this.resize.observe(canvas);
  }

  dispose(): void {
    cancelAnimationFrame(this.hoverFrame);
    this.resize.disconnect();
  }

  private down(event: PointerEvent): void {
    if (!event.isPrimary) {
      // A second finger makes it a pinch: neither of them clicks.
      if (this.press) this.press.moved = true;
      return;
    }
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.press = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    this.events.pressed();
  }

  private move(event: PointerEvent): void {
    const { press } = this;
    if (!press) {
      if (event.pointerType === "mouse") this.hover(event);
      return;
    }
    if (event.pointerId !== press.id) return;
    const dx = event.clientX - press.x;
    const dy = event.clientY - press.y;
    const slack = event.pointerType === "touch" ? TAP_PX : CLICK_PX;
    if (!press.moved && Math.hypot(dx, dy) < slack) return;
    press.moved = true;
    press.x = event.clientX;
    press.y = event.clientY;
    this.events.dragged(dx, dy);
  }

  private up(event: PointerEvent): void {
    const { press } = this;
    if (!press || event.pointerId !== press.id) return;
    this.press = null;
    if (!press.moved && event.type === "pointerup") this.events.clicked(this.ndc(event), event.pointerType === "touch");
  }

  private hover(event: PointerEvent): void {
    cancelAnimationFrame(this.hoverFrame);
    this.hoverFrame = requestAnimationFrame(() => this.events.hovered(this.ndc(event)));
  }

  private ndc(event: PointerEvent): Vector2 {
    const box = this.canvas.getBoundingClientRect();
    return new Vector2(
      ((event.clientX - box.left) / box.width) * 2 - 1,
      1 - ((event.clientY - box.top) / box.height) * 2,
    );
  }
}
