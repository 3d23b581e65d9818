// What the Sandbox's own app can be asked in the place of a Space's: the endpoints of the apps that models are deployed
// with. Which one is told by the program itself, which names it with `api_name`.

export type AppEndpointName = 'chat' | 'complete' | 'embed' | 'classify';

export interface AppInput {
  name: string;
  label: string;
  component: 'Textbox' | 'Slider';
  type: 'string' | 'number';
  initial: string | number;
}

export interface AppEndpoint {
  name: AppEndpointName;
  /** In the order of the function's arguments; the first is what is asked. */
  inputs: readonly AppInput[];
  output: { label: string; component: 'Textbox' | 'Json' | 'Label'; type: object; python: string };
}

const textbox = (name: string, label: string): AppInput => ({
  name,
  label,
  component: 'Textbox',
  type: 'string',
  initial: '',
});
const slider = (name: string, label: string, initial: number): AppInput => ({
  name,
  label,
  component: 'Slider',
  type: 'number',
  initial,
});
const SAMPLING = [
  slider('max_new_tokens', 'Max new tokens', 256),
  slider('temperature', 'Temperature', 0.7),
  slider('top_p', 'Top-p', 0.95),
];
const STRING = { type: 'string' };
const OBJECT = { type: 'object' };

const ENDPOINTS: Readonly<Record<AppEndpointName, AppEndpoint>> = {
  chat: {
    name: 'chat',
    inputs: [textbox('message', 'Message'), textbox('system', 'System prompt'), ...SAMPLING],
    output: { label: 'Response', component: 'Textbox', type: STRING, python: 'str' },
  },
  complete: {
    name: 'complete',
    inputs: [textbox('text', 'Text'), ...SAMPLING],
    output: { label: 'What the model adds', component: 'Textbox', type: STRING, python: 'str' },
  },
  embed: {
    name: 'embed',
    inputs: [textbox('text', 'Texts, one a line')],
    output: { label: 'Vectors', component: 'Json', type: OBJECT, python: 'dict' },
  },
  classify: {
    name: 'classify',
    inputs: [textbox('text', 'Text')],
    output: { label: 'Labels', component: 'Label', type: OBJECT, python: 'dict' },
  },
};

/** The first known one that a program names; `chat` for any other program. */
export function endpointIn(program: string): AppEndpoint {
  for (const [, name = ''] of program.matchAll(/\bapi_name\s*=\s*["']\/?(\w+)["']/g)) {
    const known = Object.values(ENDPOINTS).find((each) => each.name === name);
    if (known) return known;
  }
  return ENDPOINTS.chat;
}
