import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { MarkedId } from './marked-id.tsx';

afterEach(cleanup);

it('marks what was typed and quietens the namespace', () => {
  const { container } = render(<MarkedId id="meta-llama/Llama-3.1-8B" typed="llama 8b" />);
  expect(container.textContent).toBe('meta-llama/Llama-3.1-8B');
  expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Llama', '8B']);
});

it('shows markup as the text it is', () => {
  const { container } = render(<MarkedId id={'evil/<img src=x onerror="alert(1)">'} typed="img" />);
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent).toBe('evil/<img src=x onerror="alert(1)">');
});

it('does not let an id turn the text around it', () => {
  const { container } = render(<MarkedId id={'evil/\u202egnp.8b'} />);
  expect(container.querySelector('bdi')?.textContent).toBe('evil/\ufffdgnp.8b');
});
