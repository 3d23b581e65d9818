// The application menu. Roles where the system knows the job; what is ours
// moves the page or opens help, and nothing here does the product's work.
import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  /** Shows a place of the page, such as `/settings/providers`. */
  goTo(place: string): void;
  openLink(url: string): void;
}

export function installMenu(platform: NodeJS.Platform, packaged: boolean, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, packaged, actions)));
}

export function menuTemplate(
  platform: NodeJS.Platform,
  packaged: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.goTo('/settings'),
  };
  const rule: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(mac
      ? [
          {
            role: 'appMenu' as const,
            submenu: [
              { role: 'about' as const },
              rule,
              settings,
              rule,
              { role: 'services' as const },
              rule,
              { role: 'hide' as const },
              { role: 'hideOthers' as const },
              { role: 'unhide' as const },
              rule,
              { role: 'quit' as const },
            ],
          },
        ]
      : []),
    { label: '&File', submenu: mac ? [{ role: 'close' }] : [settings, rule, { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Models', accelerator: 'CmdOrCtrl+1', click: () => actions.goTo('/models') },
        { label: 'Chat', accelerator: 'CmdOrCtrl+2', click: () => actions.goTo('/chat') },
        { label: 'Datasets', accelerator: 'CmdOrCtrl+3', click: () => actions.goTo('/datasets') },
        { label: 'Transfers', accelerator: 'CmdOrCtrl+4', click: () => actions.goTo('/transfers') },
        { label: 'Train', accelerator: 'CmdOrCtrl+5', click: () => actions.goTo('/train') },
        { label: 'Providers', click: () => actions.goTo('/settings/providers') },
        rule,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [rule, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          label: 'Access Tokens on Hugging Face',
          click: () => actions.openLink('https://huggingface.co/settings/tokens'),
        },
        {
          label: 'Inference Providers',
          click: () => actions.openLink('https://huggingface.co/docs/inference-providers'),
        },
        { label: 'Billing', click: () => actions.openLink('https://huggingface.co/settings/billing') },
      ],
    },
  ];
}
