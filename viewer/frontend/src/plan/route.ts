/** The shortest walk between two free points around the furniture: A* on a 10 cm grid. */
import type { Point } from "../model/showroom";
import { bounds, isFree, nearestFree, type WalkArea } from "./walk_area";

const CELL_M = 0.1;

/** Corner points from `from` to the free point nearest `to`; null when there is no way. */
export function route(area: WalkArea, from: Point, to: Point): Point[] | null {
  const { min, max } = bounds(area.polygon);
  const columns = Math.ceil((max[0] - min[0]) / CELL_M) + 1;
  const rows = Math.ceil((max[1] - min[1]) / CELL_M) + 1;
  const at = (cell: number): Point => [
    min[0] + (cell % columns) * CELL_M,
    min[1] + Math.floor(cell / columns) * CELL_M,
  ];
  const cellOf = (p: Point): number =>
    Math.round((p[1] - min[1]) / CELL_M) * columns + Math.round((p[0] - min[0]) / CELL_M);

  const known = new Map<number, boolean>();
  const free = (cell: number): boolean => {
    let answer = known.get(cell);
    if (answer === undefined) known.set(cell, (answer = isFree(area, at(cell))));
    return answer;
  };

  const goalPoint = nearestFree(area, to);
  const goal = cellOf(goalPoint);
  const start = cellOf(nearestFree(area, from));
  known.set(goal, true);
  known.set(start, true);
  const cost = new Map<number, number>([[start, 0]]);
  const cameFrom = new Map<number, number>();
  const done = new Set<number>();
  const open: [priority: number, cell: number][] = [[0, start]];
  const toGoal = (cell: number) => {
    const p = at(cell);
    return Math.hypot(p[0] - goalPoint[0], p[1] - goalPoint[1]);
  };

  while (open.length > 0) {
    let best = 0;
    for (let i = 1; i < open.length; i++) if (open[i]![0] < open[best]![0]) best = i;
    const [, cell] = open.splice(best, 1)[0]!;
    if (done.has(cell)) continue;
    done.add(cell);
    if (cell === goal) {
      const cells = [cell];
      for (let c = cameFrom.get(cell); c !== undefined; c = cameFrom.get(c)) cells.push(c);
      const points = cells.reverse().map(at);
      return straighten(area, [from, ...points.slice(1, -1), goalPoint]);
    }
    const column = cell % columns;
    for (let dz = -1; dz <= 1; dz++) {
      for (let dx = -1; dx <= 1; dx++) {
        const next = cell + dz * columns + dx;
        const onGrid = column + dx >= 0 && column + dx < columns && next >= 0 && next < columns * rows;
        if ((dx === 0 && dz === 0) || !onGrid || done.has(next) || !free(next)) continue;
        const g = cost.get(cell)! + CELL_M * Math.hypot(dx, dz);
        if (g < (cost.get(next) ?? Infinity)) {
          cost.set(next, g);
          cameFrom.set(next, cell);
          open.push([g + toGoal(next), next]);
        }
      }
    }
  }
  return null;
}

/** Drop the points that a straight walk does not need. */
function straighten(area: WalkArea, points: Point[]): Point[] {
  const kept: Point[] = [points[0]!];
  let i = 0;
  while (i < points.length - 1) {
    let j = points.length - 1;
    while (j > i + 1 && !clear(area, points[i]!, points[j]!)) j--;
    kept.push(points[j]!);
    i = j;
  }
  return kept;
}

function clear(area: WalkArea, a: Point, b: Point): boolean {
  const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 0.05));
  for (let i = 1; i <= steps; i++) {
    const t = i / steps;
    if (!isFree(area, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])) return false;
  }
  return true;
}
