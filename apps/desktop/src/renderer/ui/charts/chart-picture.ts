// A chart as a picture that stands by itself: its name, whose curves these are,
// and the drawing on the ground of the page.
import { readColours } from './chart-colours.ts';

const marginPx = 16;
const titlePx = 28;
const linePx = 20;

/** PNG with the pixels of the screen it was drawn for. `names` in the order of the colours; none for a single curve. */
export async function chartPicture(
  drawing: HTMLCanvasElement,
  title: string,
  names: readonly { name: string; series: number }[],
): Promise<Blob | null> {
  const scale = drawing.clientWidth > 0 ? drawing.width / drawing.clientWidth : 1;
  const picture = document.createElement('canvas');
  const headPx = marginPx + titlePx + names.length * linePx;
  picture.width = drawing.width + 2 * marginPx * scale;
  picture.height = drawing.height + (headPx + marginPx) * scale;
  const context = picture.getContext('2d');
  const { parentElement } = drawing;
  if (!context || !parentElement) return null;
  const colours = readColours(parentElement);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.textBaseline = 'middle';
  context.font = `600 ${15 * scale}px "Geist Variable", sans-serif`;
  context.fillStyle = colours.ink;
  context.fillText(title, marginPx * scale, (marginPx + titlePx / 3) * scale);
  context.font = `${12 * scale}px "Geist Variable", sans-serif`;
  names.forEach(({ name, series }, at) => {
    const y = (marginPx + titlePx + linePx * (at + 0.3)) * scale;
    context.fillStyle = colours.series[series % colours.series.length] ?? colours.ink;
    context.fillRect(marginPx * scale, y - scale, 14 * scale, 2.5 * scale);
    context.fillStyle = colours.ink;
    context.fillText(name, (marginPx + 22) * scale, y);
  });
  context.drawImage(drawing, marginPx * scale, headPx * scale);
  return new Promise((resolve) => picture.toBlob(resolve, 'image/png'));
}
