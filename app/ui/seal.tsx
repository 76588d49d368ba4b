import { classNames } from './class-names';
import { formatCount } from './count';
import { drawSeal, type SealFigures, type SealSize } from './seal-geometry';

export interface SealProps extends SealFigures {
  /** `large` carries its figures in the middle; beside the others they stand in text. */
  size: SealSize;
  /** Says in words what the drawing shows. Empty where the same words stand beside it. */
  label: string;
  /** Drawn in the middle of a large one in place of a count that is not shown: from how many on it is. */
  countsFrom?: number | null | undefined;
}

/**
 * A petition's seal: a ring with a tick for every signature, an arc for the way to the next threshold, a notch where one
 * was reached. Without a count (below the critical mass, or not published yet) it draws an empty ring and no figure.
 */
export function Seal({ size, label, countsFrom, ...figures }: SealProps) {
  const drawing = drawSeal(size, figures);
  const { box, ring, arc } = drawing;
  const centre = box / 2;
  const named = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={`seal seal--${size}`} viewBox={`0 0 ${box} ${box}`} width={box} height={box} {...named}>
      {arc === null ? (
        <Waiting centre={centre} ring={ring} width={drawing.arcWidth * 0.75} />
      ) : (
        <>
          {drawing.ticks > 0 && <path className="seal__ticks" d={drawing.tickPath} strokeWidth={drawing.tickWidth} />}
          <circle className="seal__track" cx={centre} cy={centre} r={ring} strokeWidth={drawing.arcWidth * 0.8} />
          {arc > 0 && (
            <circle
              className="seal__arc"
              cx={centre}
              cy={centre}
              r={ring}
              pathLength={100}
              strokeDasharray={arc >= 100 ? undefined : `${arc} ${100 - arc}`}
              strokeWidth={drawing.arcWidth}
              transform={`rotate(-90 ${centre} ${centre})`}
            />
          )}
          {drawing.notches.map((degrees) => (
            <circle
              key={degrees}
              className="seal__notch"
              cx={centre}
              cy={centre - ring}
              r={drawing.arcWidth * 1.1}
              strokeWidth={drawing.arcWidth * 0.55}
              transform={`rotate(${degrees} ${centre} ${centre})`}
            />
          ))}
        </>
      )}
      {size === 'large' && <Figures {...{ centre, countsFrom }} count={figures.count} threshold={figures.threshold} />}
    </svg>
  );
}

function Waiting({ centre, ring, width }: { centre: number; ring: number; width: number }) {
  return (
    <circle
      className="seal__waiting"
      cx={centre}
      cy={centre}
      r={ring}
      pathLength={72}
      strokeDasharray="0.01 2.99"
      strokeWidth={width}
    />
  );
}

interface FiguresProps {
  centre: number;
  count: number | null;
  threshold: number;
  countsFrom: number | null | undefined;
}

function Figures({ centre, count, threshold, countsFrom }: FiguresProps) {
  if (count === null) {
    return (
      <>
        <text className="seal__of" x={centre} y={centre - 2}>
          {countsFrom ? 'counting starts' : 'not shown'}
        </text>
        <text className="seal__of" x={centre} y={centre + 24}>
          {countsFrom ? `at ${formatCount(countsFrom)}` : 'yet'}
        </text>
      </>
    );
  }
  const words = formatCount(count);
  return (
    <>
      <text className={classNames('seal__count', words.length > 5 && 'seal__count--long')} x={centre} y={centre + 8}>
        {words}
      </text>
      {threshold > 0 && (
        <text className="seal__of" x={centre} y={centre + 38}>
          {`of ${formatCount(threshold)}`}
        </text>
      )}
    </>
  );
}
