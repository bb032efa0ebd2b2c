/** Processor time of this process so far, in milliseconds: what bounds work on a machine that is busy otherwise. */
export const processorTime = (): number => process.cpuUsage().user / 1000;
