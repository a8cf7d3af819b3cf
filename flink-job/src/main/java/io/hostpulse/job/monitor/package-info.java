/** All that the job does with what it reads of one host, as one operator. */
package io.hostpulse.job.monitor;
