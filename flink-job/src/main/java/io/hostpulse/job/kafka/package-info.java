/** Reading topics and writing them. */
package io.hostpulse.job.kafka;
