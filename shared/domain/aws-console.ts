import type { Partition } from './ids'

/** The host of each partition’s console; a region’s own stands below it (AWS General Reference, service endpoints). */
export const AWS_CONSOLES: Readonly<Record<Partition, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
}
