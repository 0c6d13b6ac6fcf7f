/**
 * The soft darkness where furniture meets the floor: heights above the floor are drawn once from
 * below, blurred, and laid over the floor. One texture for the whole room, no cost afterwards.
 */
import {
  Color,
  HalfFloatType,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  OrthographicCamera,
  PlaneGeometry,
  RGBAFormat,
  ShaderMaterial,
  WebGLRenderTarget,
} from "three";
import { FullScreenQuad } from "three/examples/jsm/postprocessing/Pass.js";

import type { Stage } from "./stage";

/** Height over which the darkness fades, its strength, and the blur's reach, in metres. */
const FADE_M = 0.35;
const STRENGTH = 0.62;
const BLUR_M = 0.055;
/** Over the floor and any rug's edge, without flickering. */
const LIFT_M = 0.004;

const depth = () =>
  new ShaderMaterial({
    vertexShader: `varying float vHeight;
      void main() {
        vec4 world = modelMatrix * vec4(position, 1.0);
        vHeight = world.y;
        gl_Position = projectionMatrix * viewMatrix * world;
      }`,
    fragmentShader: `varying float vHeight;
      void main() {
        float near = clamp(1.0 - vHeight / ${FADE_M.toFixed(3)}, 0.0, 1.0);
        gl_FragColor = vec4(vec3(0.0), near * near);
      }`,
    side: 2,
  });

const blur = () =>
  new ShaderMaterial({
    uniforms: { picture: { value: null }, step: { value: [0, 0] } },
    vertexShader: `varying vec2 vUv; void main() { vUv = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }`,
    fragmentShader: `uniform sampler2D picture; uniform vec2 step; varying vec2 vUv;
      void main() {
        float sum = 0.0; float weight = 0.0;
        for (int i = -8; i <= 8; i++) {
          float w = exp(-float(i * i) / 32.0);
          sum += w * texture2D(picture, vUv + float(i) * step).a;
          weight += w;
        }
        gl_FragColor = vec4(vec3(0.0), sum / weight);
      }`,
    depthTest: false,
    depthWrite: false,
  });

/** Draw the contact shadow of `pieces` over the floor rectangle and add it to the scene; returns what removes it. */
export function addContactShadow(
  stage: Stage,
  pieces: readonly Object3D[],
  centre: readonly [x_m: number, z_m: number],
  size_m: readonly [x: number, z: number],
): () => void {
  const [width, length] = [size_m[0] + 0.6, size_m[1] + 0.6];
  const px = (side: number) => Math.max(64, Math.round((stage.quality.contactShadow_px * side) / Math.max(width, length)));
  const [w, h] = [px(width), px(length)];
  const options = { type: HalfFloatType, format: RGBAFormat, depthBuffer: true };
  const first = new WebGLRenderTarget(w, h, options);
  const second = new WebGLRenderTarget(w, h, options);

  // From below, looking up, with +z towards the picture's top.
  const camera = new OrthographicCamera(-width / 2, width / 2, length / 2, -length / 2, 0, FADE_M + 0.05);
  camera.position.set(centre[0], -0.01, centre[1]);
  camera.up.set(0, 0, 1);
  camera.lookAt(centre[0], 1, centre[1]);

  const { scene, renderer } = stage;
  const hidden: Object3D[] = [];
  const shown = new Set<Object3D>();
  for (const piece of pieces) piece.traverse((node) => shown.add(node));
  scene.traverse((node) => {
    if ((node as Mesh).isMesh && node.visible && !shown.has(node)) hidden.push(node);
  });
  const [background, override] = [scene.background, scene.overrideMaterial];
  const material = depth();
  for (const node of hidden) node.visible = false;
  scene.background = null;
  scene.overrideMaterial = material;
  const clear = renderer.getClearColor(new Color());
  const alpha = renderer.getClearAlpha();
  renderer.setClearColor(0x000000, 0);
  renderer.setRenderTarget(first);
  renderer.clear();
  renderer.render(scene, camera);
  for (const node of hidden) node.visible = true;
  scene.background = background;
  scene.overrideMaterial = override;

  const blurring = blur();
  const quad = new FullScreenQuad(blurring);
  const passes: [from: WebGLRenderTarget, to: WebGLRenderTarget, step: [number, number]][] = [
    [first, second, [BLUR_M / 8 / width, 0]],
    [second, first, [0, BLUR_M / 8 / length]],
  ];
  for (const [from, to, step] of passes) {
    blurring.uniforms.picture!.value = from.texture;
    blurring.uniforms.step!.value = step;
    renderer.setRenderTarget(to);
    renderer.clear();
    quad.render(renderer);
  }
  renderer.setRenderTarget(null);
  renderer.setClearColor(clear, alpha);
  quad.dispose();
  blurring.dispose();
  material.dispose();
  second.dispose();

  const plane = new Mesh(
    new PlaneGeometry(width, length),
    new MeshBasicMaterial({
      map: first.texture,
      color: 0x000000,
      transparent: true,
      opacity: STRENGTH,
      depthWrite: false,
      toneMapped: false,
    }),
  );
  // Plane's +y to the room's +z seen from above mirrors x, as the camera from below did.
  plane.rotation.set(-Math.PI / 2, 0, 0);
  plane.scale.set(1, -1, 1);
  (plane.material as MeshBasicMaterial).side = 2;
  plane.position.set(centre[0], LIFT_M, centre[1]);
  plane.renderOrder = 1;
  plane.raycast = () => {};
  plane.name = "contact-shadow";
  scene.add(plane);
  return () => {
    plane.removeFromParent();
    plane.geometry.dispose();
    plane.material.dispose();
    first.dispose();
  };
}
