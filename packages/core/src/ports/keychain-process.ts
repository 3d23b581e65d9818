// How a host starts the keychain helper: a process of its own, because a locked
// keyring can crash or freeze the one that asks (reference: keytar on Linux).

export interface KeychainChannel {
  /** Sends one JSON value. A channel that has closed drops it; `onExit` tells. */
  send(message: unknown): void;
  onMessage(listen: (message: unknown) => void): void;
  /** Called once, when the process is gone for whatever reason. */
  onExit(listen: () => void): void;
  /** Ends the process at once, also one stuck in a native call. */
  kill(): void;
}

export interface KeychainProcess {
  spawn(): KeychainChannel;
}
