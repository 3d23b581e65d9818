// Short news of something that was done, or has happened, elsewhere. Announced by
// a live region; never for an error of this page, which stays where it happened.
import { Toast as Base } from '@base-ui/react/toast';
import { Check, CircleAlert, X } from 'lucide-react';

export interface ToastOptions {
  /** It went wrong, or needs the person. */
  attention?: boolean;
}

const manager = Base.createToastManager<ToastOptions>();

/** Says it for a few seconds; longer with an `action`, such as taking it back or going there. */
export function toast(
  title: string,
  action?: { label: string; onPress: () => void },
  options: ToastOptions = {},
): void {
  manager.add({
    title,
    data: options,
    timeout: action ? 10_000 : 5_000,
    ...(action && { actionProps: { children: action.label, onClick: action.onPress } }),
  });
}

/** Once, in the app's frame. */
export function ToastRegion() {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-50 flex max-wide:[:root:has([data-bottom-bar])_&]:bottom-36 w-[min(22rem,calc(100vw-2rem))] flex-col gap-2">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager<ToastOptions>();
  return toasts.map((item) => (
    <Base.Root
      key={item.id}
      toast={item}
      className="rounded-lg bg-surface shadow-float transition-[opacity,translate] duration-200 ease-out data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Base.Content className="flex min-h-12 items-center gap-3 py-1.5 pr-1.5 pl-4">
        {item.data?.attention ? (
          <CircleAlert aria-hidden className="size-4 shrink-0 text-ink" />
        ) : (
          <Check aria-hidden className="size-4 shrink-0 text-accent" />
        )}
        <Base.Title className="flex-1 text-base text-ink" />
        <Base.Action className="h-8 rounded-md px-2.5 text-sm font-medium text-accent-text hover:bg-hover" />
        <Base.Close
          aria-label="Put away"
          className="grid size-8 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" strokeWidth={1.75} />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
