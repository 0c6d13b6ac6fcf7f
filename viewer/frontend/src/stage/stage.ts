/**
 * One WebGL context with its scene, camera and a render loop that runs only while something moves:
 * a page left open costs no battery.
 */
import {
  Color,
  NeutralToneMapping,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  WebGLRenderer,
} from "three";

/** Called before each picture with the seconds since the last; true while it wants another. */
export type Tick = (seconds: number) => boolean;
/** Called after the scene is drawn, to draw over it. */
export type Overlay = (renderer: WebGLRenderer) => void;

export class NoWebGL extends Error {}

/** What the drawing machine affords; one without a graphics card gets less of what only polishes. */
export interface Quality {
  readonly sunShadow_px: number;
  readonly contactShadow_px: number;
  readonly maxPixelRatio: number;
  /** How much finer than the screen a saved picture is. */
  readonly pictureScale: number;
}
// A software renderer takes 30 s over what a graphics card does at once (measured, SwiftShader, full quality).
const FULL: Quality = { sunShadow_px: 2048, contactShadow_px: 1024, maxPixelRatio: 2, pictureScale: 2 };
const FRUGAL: Quality = { sunShadow_px: 1024, contactShadow_px: 256, maxPixelRatio: 0.7, pictureScale: 1 };
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** A saved picture has at most this many pixels. */
const LARGEST_PICTURE_PX = 24e6;

/** While something moves and pictures take longer than this, they are drawn coarser. */
const SLOW_PICTURE_S = 0.07;
const COARSEST = 0.4;

export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(60, 1, 0.05, 100);
  readonly renderer: WebGLRenderer;
  readonly quality: Quality;
  readonly ticks = new Set<Tick>();
  readonly overlays = new Set<Overlay>();
  /** Told after each picture, for what follows the camera in HTML. */
  readonly followers = new Set<() => void>();
  onLost: () => void = () => {};
  /** What the last picture took. */
  drawn = { calls: 0, triangles: 0 };

  private frame = 0;
  private last = 0;
  private dirty = true;
  private coarseness = 1;
  private readonly resize: ResizeObserver;
  private lifted = 0;
  private liftTo = 0;
  private liftPerS = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    const software = SOFTWARE.test(graphicsName());
    this.quality = software ? FRUGAL : FULL;
    try {
      this.renderer = new WebGLRenderer({ canvas, antialias: !software });
    } catch (cause) {
      throw new NoWebGL("WebGL is missing", { cause });
    }
    this.renderer.outputColorSpace = SRGBColorSpace;
    // Khronos' neutral tone mapping keeps the true colours of products.
    this.renderer.toneMapping = NeutralToneMapping;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.scene.background = new Color(0xf1eee9);
    canvas.addEventListener("webglcontextlost", this.lost);
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(canvas);
    this.ticks.add(this.rise);
    this.fit();
    this.invalidate();
  }

  get width(): number {
    return Math.max(1, this.canvas.clientWidth);
  }

  get height(): number {
    return Math.max(1, this.canvas.clientHeight);
  }

  /** Ask for a new picture. */
  invalidate(): void {
    this.dirty = true;
    if (this.frame === 0) {
      this.last = 0;
      this.frame = requestAnimationFrame(this.run);
    }
  }

  /** Products or walls moved or appeared: the shadows are cast anew with the next picture. */
  invalidateShadows(): void {
    this.renderer.shadowMap.needsUpdate = true;
    this.invalidate();
  }

  /** The present view as a PNG, finer than on screen where the machine affords it, without what is laid over it. */
  async picture(): Promise<{ blob: Blob; width_px: number; height_px: number }> {
    const { canvas, renderer } = this;
    const most = Math.sqrt(LARGEST_PICTURE_PX / (this.width * this.height));
    renderer.setPixelRatio(Math.min(most, Math.max(1, devicePixelRatio || 1) * this.quality.pictureScale));
    renderer.setSize(this.width, this.height, false);
    renderer.render(this.scene, this.camera);
    const [width_px, height_px] = [canvas.width, canvas.height];
    // The canvas's picture is taken within this call: it need not be kept for longer than that.
    const made = new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    this.fit();
    this.draw();
    const blob = await made;
    if (!blob) throw new Error("the browser gave no picture");
    return { blob, width_px, height_px };
  }

  /** Move the picture up by a share of its height, so that its middle is seen above what covers its foot. */
  lift(share: number, seconds: number): void {
    this.liftTo = share;
    this.liftPerS = Math.abs(share - this.lifted) / Math.max(seconds, 1e-3);
    this.invalidate();
  }

  /** A copy of what is on screen, which outlives the stage. */
  still(): HTMLCanvasElement {
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [this.canvas.width, this.canvas.height];
    this.draw();
    copy.getContext("2d")?.drawImage(this.canvas, 0, 0);
    return copy;
  }

  /** Draw at once, for reading the picture back. */
  draw(): void {
    const { info, shadowMap } = this.renderer;
    const plain = !shadowMap.needsUpdate;
    this.renderer.render(this.scene, this.camera);
    // Pictures that cast the shadows anew draw the products twice; they are rare and do not count.
    if (plain) this.drawn = { calls: info.render.calls, triangles: info.render.triangles };
    for (const overlay of this.overlays) overlay(this.renderer);
  }

  private readonly run = (now: number): void => {
    this.frame = 0;
    const took = this.last === 0 ? 1 / 60 : (now - this.last) / 1000;
    this.last = now;
    let more = false;
    for (const tick of this.ticks) more = tick(took) || more;
    this.coarsen(more ? took : 0);
    if (this.dirty || more) {
      this.dirty = false;
      this.draw();
      for (const follower of this.followers) follower();
    }
    if ((more || this.dirty) && this.frame === 0) this.frame = requestAnimationFrame(this.run);
  };

  private readonly rise = (seconds: number): boolean => {
    const left = this.liftTo - this.lifted;
    if (left === 0) return false;
    const step = this.liftPerS * seconds;
    this.lifted = Math.abs(left) <= step ? this.liftTo : this.lifted + Math.sign(left) * step;
    if (this.lifted === 0) this.camera.clearViewOffset();
    else this.camera.setViewOffset(1, 1, 0, this.lifted, 1, 1);
    return true;
  };

  /** Fewer pixels while moving slowly drawn pictures; all of them once it stands still. */
  private coarsen(took: number): void {
    const wish = took === 0 ? 1 : took > SLOW_PICTURE_S ? this.coarseness * 0.8 : this.coarseness;
    const next = Math.max(COARSEST, wish);
    if (next === this.coarseness) return;
    this.coarseness = next;
    this.fit();
  }

  private readonly lost = (event: Event): void => {
    event.preventDefault();
    this.onLost();
  };

  private fit(): void {
    const ratio = Math.min(devicePixelRatio || 1, this.quality.maxPixelRatio);
    this.renderer.setPixelRatio(ratio * this.coarseness);
    this.renderer.setSize(this.width, this.height, false);
    this.camera.aspect = this.width / this.height;
    this.camera.updateProjectionMatrix();
    this.invalidate();
  }

  /** Give the context back: without this a page that mounts often runs out of contexts. */
  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.frame = -1;
    this.resize.disconnect();
    this.ticks.clear();
    this.followers.clear();
    this.canvas.removeEventListener("webglcontextlost", this.lost);
    this.scene.traverse(disposeNode);
    this.scene.environment?.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

/** What the browser says draws its pictures; empty where it does not say or has no WebGL. */
function graphicsName(): string {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return "";
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

interface Disposable {
  dispose(): void;
}

export function disposeNode(node: object): void {
  const { geometry, material } = node as {
    geometry?: Disposable;
    material?: (Disposable & Record<string, unknown>) | (Disposable & Record<string, unknown>)[];
  };
  geometry?.dispose();
  for (const one of Array.isArray(material) ? material : material ? [material] : []) {
    for (const value of Object.values(one))
      if (value && typeof value === "object" && "isTexture" in value) (value as unknown as Disposable).dispose();
    one.dispose();
  }
}
