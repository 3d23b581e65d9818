// Lays a proposed change over a run's configuration. What was not named stays.
import type { ParameterValues } from './parameters.ts';
import type { ConfigChange, RunConfig } from './run-config.ts';

export function applyChange(config: RunConfig, change: ConfigChange): RunConfig {
  const { parameters, evaluation, outputRepo, ...rest } = change;
  return {
    ...config,
    ...(rest as Partial<RunConfig>),
    reward: change.method === undefined ? config.reward : null,
    parameters: { ...config.parameters, ...(parameters as Partial<ParameterValues> | undefined) },
    dataset: config.dataset && evaluation !== undefined ? { ...config.dataset, evaluation } : config.dataset,
    output: outputRepo === undefined ? config.output : { ...config.output, repo: outputRepo },
  };
}
