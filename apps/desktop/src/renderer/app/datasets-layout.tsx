// Where two features meet: the pages of datasets, and files that are dropped on them.
import { Outlet } from '@tanstack/react-router';
import { DropTarget } from '../features/files/drop-target.tsx';

export function DatasetsLayout() {
  return (
    <DropTarget>
      <Outlet />
    </DropTarget>
  );
}
