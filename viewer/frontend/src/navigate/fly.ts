/** Moves the camera smoothly from where it is to where it should be. */
import { MathUtils, PerspectiveCamera, Quaternion, Vector3 } from "three";

import type { Stage } from "../stage/stage";

export interface View {
  readonly position: Vector3;
  readonly quaternion: Quaternion;
  readonly fov: number;
}

/** The view from `position` towards `target`, `up` for a look straight down. */
export function viewTowards(position: Vector3, target: Vector3, fov: number, up = new Vector3(0, 1, 0)): View {
  const camera = new PerspectiveCamera();
  camera.position.copy(position);
  camera.up.copy(up);
  camera.lookAt(target);
  return { position: position.clone(), quaternion: camera.quaternion.clone(), fov };
}

export class Fly {
  private from: View | null = null;
  private to: View | null = null;
  private arrived: () => void = () => {};
  private elapsed = 0;
  private duration = 0.8;

  constructor(
    private readonly stage: Stage,
    private readonly reducedMotion: () => boolean,
  ) {
    stage.ticks.add(this.tick);
  }

  get active(): boolean {
    return this.to !== null;
  }

  start(to: View, arrived: () => void, seconds = 0.9): void {
    const { camera } = this.stage;
    this.from = { position: camera.position.clone(), quaternion: camera.quaternion.clone(), fov: camera.fov };
    this.to = to;
    this.arrived = arrived;
    this.elapsed = 0;
    this.duration = this.reducedMotion() ? 0 : seconds;
    if (this.duration === 0) this.tick(0);
    this.stage.invalidate();
  }

  cancel(): void {
    this.to = null;
  }

  private readonly tick = (seconds: number): boolean => {
    if (!this.to || !this.from) return false;
    this.elapsed += seconds;
    const share = this.duration === 0 ? 1 : Math.min(1, this.elapsed / this.duration);
    const eased = MathUtils.smootherstep(share, 0, 1);
    const { camera } = this.stage;
    camera.position.lerpVectors(this.from.position, this.to.position, eased);
    camera.quaternion.slerpQuaternions(this.from.quaternion, this.to.quaternion, eased);
    camera.fov = MathUtils.lerp(this.from.fov, this.to.fov, eased);
    camera.updateProjectionMatrix();
    if (share < 1) return true;
    this.to = null;
    this.arrived();
    this.stage.invalidate();
    return false;
  };

  dispose(): void {
    this.stage.ticks.delete(this.tick);
  }
}
