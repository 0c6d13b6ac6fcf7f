/** The veil over what is cut away: the mask turned inside out, with the strokes worked in at once. */
import type { Box, Size, Stroke } from "./drawing";

const VEIL: readonly [number, number, number] = [10, 48, 39];
// Seen on a white studio photo and on a dark one.
const OPACITY = 0.74;

export class Veil {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly base: ImageData;

  constructor(mask: CanvasImageSource | null, size: Size) {
    this.canvas = document.createElement("canvas");
    this.canvas.width = size.width;
    this.canvas.height = size.height;
    this.context = this.canvas.getContext("2d", { willReadFrequently: true })!;
    if (mask) this.context.drawImage(mask, 0, 0, size.width, size.height);
    this.base = this.context.getImageData(0, 0, size.width, size.height);
    const pixels = this.base.data;
    for (let i = 0; i < pixels.length; i += 4) {
      // Without a mask everything is kept.
      const kept = mask ? (pixels[i]! * pixels[i + 3]!) / 255 : 255;
      [pixels[i], pixels[i + 1], pixels[i + 2]] = VEIL;
      pixels[i + 3] = (255 - kept) * OPACITY;
    }
  }

  show(box: Box | null, strokes: readonly Stroke[]): void {
    const { context } = this;
    context.globalCompositeOperation = "source-over";
    context.putImageData(this.base, 0, 0);
    if (box) this.outside(box);
    for (const stroke of strokes) this.paint(stroke);
  }

  private outside([left, top, right, bottom]: Box): void {
    const { context, canvas } = this;
    const path = new Path2D();
    path.rect(0, 0, canvas.width, canvas.height);
    path.rect(left, top, right - left, bottom - top);
    this.fillVeil(() => context.fill(path, "evenodd"));
  }

  private paint(stroke: Stroke): void {
    const { context } = this;
    const path = new Path2D();
    const [first, ...others] = stroke.points_px;
    if (!first) return;
    path.moveTo(...first);
    // A dab is a line to itself: round ends make it a disc.
    for (const point of others.length ? others : [first]) path.lineTo(...point);
    context.lineWidth = stroke.radius_px * 2;
    context.lineCap = context.lineJoin = "round";
    if (stroke.kind === "keep") {
      context.globalCompositeOperation = "destination-out";
      context.strokeStyle = "#000";
      context.stroke(path);
      context.globalCompositeOperation = "source-over";
    } else this.fillVeil(() => context.stroke(path));
  }

  /** Lay the veil there once, however often the parts of a path cross. */
  private fillVeil(draw: () => void): void {
    const { context } = this;
    context.globalCompositeOperation = "destination-out";
    context.fillStyle = context.strokeStyle = "#000";
    draw();
    context.globalCompositeOperation = "source-over";
    context.fillStyle = context.strokeStyle = `rgb(${VEIL.join(" ")} / ${OPACITY})`;
    draw();
  }
}
