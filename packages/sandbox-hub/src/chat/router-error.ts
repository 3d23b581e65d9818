// The router's way to say no: an error object in the OpenAI style.

export function routerError(
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
): { error: Record<string, unknown> } {
  return { error: { message, type, param, code } };
}
