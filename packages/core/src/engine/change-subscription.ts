import type { ChangeTopic } from '../domain/change/topics.js';

/** Who is told. */
export interface ChangeListener {
  onChange(topics: readonly ChangeTopic[]): void;
  /** Nothing more comes: the key is no longer good, or the process stops. */
  onEnd(): void;
}

/** Somebody's place in the room. */
export interface ChangeSubscription {
  /** From here on; what changed since the place was taken is told at once. */
  listen(listener: ChangeListener): void;
  leave(): void;
}

/** The room's side of it. */
export interface ToldSubscription extends ChangeSubscription {
  readonly userId: string;
  readonly keyId: string;
  tell(topics: readonly ChangeTopic[]): void;
  end(): void;
}

/** Makes a place in the room; between taking it and listening nothing is lost. */
export function createSubscription(
  { userId, keyId }: { userId: string; keyId: string },
  onLeave: (left: ToldSubscription) => void,
): ToldSubscription {
  const missed = new Set<ChangeTopic>();
  let listener: ChangeListener | null = null;
  let isOver = false;
  const subscription: ToldSubscription = {
    userId,
    keyId,
    listen(who) {
      listener = who;
      if (missed.size > 0) who.onChange([...missed]);
      if (isOver) who.onEnd();
    },
    tell(topics) {
      if (listener !== null) return listener.onChange(topics);
      for (const topic of topics) missed.add(topic);
    },
    end() {
      isOver = true;
      listener?.onEnd();
    },
    leave: () => onLeave(subscription),
  };
  return subscription;
}
