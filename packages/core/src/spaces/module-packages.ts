// Which package a Python module comes in, where the two have different names.

const packages: Readonly<Record<string, string>> = {
  PIL: 'pillow',
  cv2: 'opencv-python-headless',
  sklearn: 'scikit-learn',
  skimage: 'scikit-image',
  yaml: 'pyyaml',
  bs4: 'beautifulsoup4',
  dotenv: 'python-dotenv',
  dateutil: 'python-dateutil',
  jwt: 'pyjwt',
  fitz: 'pymupdf',
  docx: 'python-docx',
  pptx: 'python-pptx',
  Crypto: 'pycryptodome',
  serial: 'pyserial',
  magic: 'python-magic',
  multipart: 'python-multipart',
  faiss: 'faiss-cpu',
  llama_cpp: 'llama-cpp-python',
  flash_attn: 'flash-attn',
  pkg_resources: 'setuptools',
  google: 'protobuf',
};

/** Names that people give to files of their own; a package of that name is somebody else's. */
const ownNames = new Set(
  'app apps common config configs constants core data helper helpers inference lib libs main model models modules pipeline prompts scripts settings src test tests tools train ui util utils'.split(
    ' ',
  ),
);

/** Null for what is rather a file of one's own. `sklearn.svm` comes in what `sklearn` comes in. */
export function packageOfModule(module: string): string | null {
  const top = module.split('.')[0] ?? '';
  if (ownNames.has(top.toLowerCase())) return null;
  return Object.hasOwn(packages, top) ? (packages[top] ?? null) : top.replaceAll('_', '-');
}

/** The package that was meant by somebody who wrote the module's name; null where the two are one. */
export function packageMeant(name: string): string | null {
  return Object.hasOwn(packages, name) ? (packages[name] ?? null) : null;
}
