/** A tour's time: it rests at each stop for as long as its words take to read, and walks on. */

export interface Timed {
  readonly time_s: number;
  readonly dwell_s: number;
}

export class TourClock {
  /** The stop where the camera rests, or to which it walks. */
  index = 0;
  /** Time on the path. */
  time_s = 0;
  /** How much longer it rests; 0 while it walks. */
  rest_s: number;

  constructor(
    private readonly stops: readonly Timed[],
    private readonly reading_s: (index: number) => number,
  ) {
    this.rest_s = this.restOf(0);
  }

  get resting(): boolean {
    return this.rest_s > 0;
  }

  get last(): boolean {
    return this.index === this.stops.length - 1;
  }

  /** Go to a stop and rest there. */
  goTo(index: number): void {
    this.index = Math.min(this.stops.length - 1, Math.max(0, index));
    this.time_s = this.stops[this.index]!.time_s;
    this.rest_s = this.restOf(this.index);
  }

  /** End the rest: walk to the next stop. */
  depart(): void {
    if (this.last) return;
    const stop = this.stops[this.index]!;
    this.time_s = stop.time_s + stop.dwell_s;
    this.rest_s = 0;
    this.index += 1;
  }

  /** Let time pass; `jump` skips the walks. True when the last stop has been seen. */
  advance(seconds: number, jump = false): boolean {
    if (this.resting) {
      this.rest_s = Math.max(0, this.rest_s - seconds);
      if (this.resting) return false;
      if (this.last) return true;
      this.depart();
    } else this.time_s += seconds;
    if (jump || this.time_s >= this.stops[this.index]!.time_s) this.goTo(this.index);
    return false;
  }

  private restOf(index: number): number {
    return Math.max(0.1, this.stops[index]!.dwell_s, this.reading_s(index));
  }
}
