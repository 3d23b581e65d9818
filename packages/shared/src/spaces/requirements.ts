// What a generated app needs beside what the platform brings: never gradio, spaces or huggingface_hub, which would
// clash with it, and torch without a version, which ZeroGPU chooses.

export function requirements(kind: 'zero-gpu' | 'gpu' | 'cpu'): string {
  const lines = [
    // A build without CUDA is a tenth of the size.
    ...(kind === 'cpu' ? ['--extra-index-url https://download.pytorch.org/whl/cpu'] : []),
    'torch',
    'transformers>=4.56',
    'accelerate',
    'peft',
    'sentencepiece',
  ];
  return `${lines.join('\n')}\n`;
}
