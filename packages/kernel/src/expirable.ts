// What can hang in the hard timer queue: thread time-outs, timers and alarms.

export interface Expirable {
  /** The deadline has come; called in interrupt context, already out of the queue. */
  expire(): void;
}
