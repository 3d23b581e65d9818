import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will be lost and what will not. */
  description: ReactNode;
  /** Names the deed: "Disconnect", never "OK". */
  confirmLabel: string;
  onConfirm: () => void;
  /** Red; for what cannot be taken back. */
  loss?: boolean;
  loading?: boolean;
  children?: ReactNode;
}

/** Asks once before a deed with consequences. The way back has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    confirmLabel,
    onConfirm,
    loss = false,
    loading = false,
    children,
  } = props;
  const back = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      initialFocus={back}
      hideClose
      footer={
        <>
          <Button ref={back} variant="secondary" onClick={() => onOpenChange(false)}>
            Keep it as it is
          </Button>
          <Button variant={loss ? 'loss' : 'primary'} loading={loading} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
