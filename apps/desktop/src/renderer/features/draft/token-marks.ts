// A token's text with what cannot be seen made visible. Signs stand in for white
// space; characters that steer the writing or have no width are named.

export interface MarkedPiece {
  text: string;
  /** A sign in the place of something invisible. */
  mark: boolean;
}

const invisible =
  // eslint-disable-next-line no-control-regex -- finding them is the point
  /(\r\n|\n|\r|\t|^ +| +$|\u00a0|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd])/u;

export function markWhitespace(text: string): MarkedPiece[] {
  return text
    .split(new RegExp(invisible, 'gu'))
    .filter((piece) => piece !== '')
    .map((piece) => (invisible.test(piece) ? { text: signOf(piece), mark: true } : { text: piece, mark: false }));
}

function signOf(piece: string): string {
  // The line end itself follows its sign, so that the text keeps its lines.
  if (/[\r\n]/.test(piece)) return '⏎\n';
  if (piece === '\t') return '→\t';
  if (/^ +$/.test(piece)) return '·'.repeat(piece.length);
  if (piece === '\u00a0') return '⍽';
  return `U+${(piece.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
