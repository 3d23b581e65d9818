/** Whether a text can be the name of a model on the Hub: `maker/model`. */
export function isModelId(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text) && text.length <= 200;
}
