import { cx } from './cx.ts';
import { TextArea, type TextAreaProps } from './text-area.tsx';

/** A secret value of one line or several, such as a private key: written, and shown as discs. */
export function SecretArea({ className, ...rest }: TextAreaProps & { value: string }) {
  return (
    <TextArea
      rows={1}
      wrap="off"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={100_000}
      {...rest}
      // As in a field for a password, which has one line only.
      className={cx('max-h-40 min-h-9! font-mono', rest.value !== '' && '[-webkit-text-security:disc]', className)}
    />
  );
}
