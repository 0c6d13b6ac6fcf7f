/** A line of even width around a product: its mask is drawn apart, its edge laid over the picture. */
import {
  Color,
  type Material,
  MeshBasicMaterial,
  type Object3D,
  ShaderMaterial,
  UnsignedByteType,
  Vector2,
  WebGLRenderTarget,
  type WebGLRenderer,
} from "three";
import { FullScreenQuad } from "three/examples/jsm/postprocessing/Pass.js";

import type { Stage } from "./stage";

const LAYER = 1;
const WIDTH_PX = 2.5;

export class Outline {
  private readonly target = new WebGLRenderTarget(1, 1, { type: UnsignedByteType });
  private readonly white: Material = new MeshBasicMaterial({ color: 0xffffff, toneMapped: false, side: 2 });
  private readonly edge = new ShaderMaterial({
    uniforms: {
      mask: { value: this.target.texture },
      texel: { value: new Vector2() },
      colour: { value: new Color(1, 1, 1) },
      strength: { value: 1 },
    },
    vertexShader: `varying vec2 vUv; void main() { vUv = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`,
    fragmentShader: `uniform sampler2D mask; uniform vec2 texel; uniform vec3 colour; uniform float strength;
      varying vec2 vUv;
      void main() {
        float here = texture2D(mask, vUv).r;
        float ring = 0.0;
        for (int i = 0; i < 12; i++) {
          float angle = 6.2831853 * float(i) / 12.0;
          ring = max(ring, texture2D(mask, vUv + texel * vec2(cos(angle), sin(angle))).r);
        }
        gl_FragColor = vec4(colour, strength * max(0.0, ring - here));
      }`,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    toneMapped: false,
  });
  private readonly quad = new FullScreenQuad(this.edge);
  private objects: readonly Object3D[] = [];

  constructor(
    private readonly stage: Stage,
    colour = new Color(1, 1, 1),
  ) {
    this.edge.uniforms.colour!.value = colour;
    stage.overlays.add(this.draw);
  }

  show(objects: readonly Object3D[], strength = 1): void {
    for (const object of this.objects) object.traverse((node) => node.layers.disable(LAYER));
    this.objects = objects;
    for (const object of objects) object.traverse((node) => node.layers.enable(LAYER));
    this.edge.uniforms.strength!.value = strength;
    this.stage.invalidate();
  }

  private readonly draw = (renderer: WebGLRenderer): void => {
    if (this.objects.length === 0) return;
    const { scene, camera } = this.stage;
    const size = renderer.getDrawingBufferSize(new Vector2());
    this.target.setSize(size.x, size.y);
    const reach = WIDTH_PX * renderer.getPixelRatio();
    (this.edge.uniforms.texel!.value as Vector2).set(reach / size.x, reach / size.y);

    const { background, overrideMaterial } = scene;
    const clear = renderer.getClearColor(new Color());
    const alpha = renderer.getClearAlpha();
    scene.background = null;
    scene.overrideMaterial = this.white;
    camera.layers.set(LAYER);
    renderer.setClearColor(0x000000, 1);
    renderer.setRenderTarget(this.target);
    renderer.clear();
    renderer.render(scene, camera);
    camera.layers.set(0);
    scene.overrideMaterial = overrideMaterial;
    scene.background = background;
    renderer.setRenderTarget(null);
    renderer.setClearColor(clear, alpha);
    const autoClear = renderer.autoClear;
    renderer.autoClear = false;
    this.quad.render(renderer);
    renderer.autoClear = autoClear;
  };

  dispose(): void {
    this.stage.overlays.delete(this.draw);
    this.target.dispose();
    this.white.dispose();
    this.edge.dispose();
    this.quad.dispose();
  }
}
