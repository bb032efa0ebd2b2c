/** CPU time of this process so far, in milliseconds. Limits based on it also hold on a busy machine. */
export const processorTime = (): number => process.cpuUsage().user / 1000;
