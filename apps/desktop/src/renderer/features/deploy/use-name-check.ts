// Whether the Space can be called that, asked when the typing rests.
import { useQuery } from '@tanstack/react-query';
import { repoNameProblem } from '@hubdesk/shared/datasets/repo-name';
import { orpc } from '../../api/client.ts';
import { useSettled } from '../../ui/use-settled.ts';

const restsAfterMs = 400;

export function useNameCheck(namespace: string, name: string, enabled: boolean) {
  const text = `${namespace}/${name}`;
  const settled = useSettled(text, restsAfterMs);
  const askable = enabled && repoNameProblem(name) === null;
  const query = useQuery(
    orpc.spaces.checkName.queryOptions({
      input: { namespace, name },
      enabled: askable && settled === text,
      // It may be taken meanwhile.
      staleTime: 20_000,
    }),
  );
  return {
    answer: askable && settled === text ? (query.data ?? null) : null,
    checking: askable && (settled !== text || query.isFetching),
    error: askable ? query.error : null,
  };
}
