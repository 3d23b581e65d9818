import { Component, type ReactNode } from 'react';

/** Text that cannot be drawn, or whose drawing cannot be fetched, is still shown bare: an answer is never lost to its looks. */
export class BareTextBoundary extends Component<{ bare: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.bare : this.props.children;
  }
}
