/** Savepoints of the whole job: taken in the middle of a story, restored, and told to its end. */
package io.hostpulse.job.state;
