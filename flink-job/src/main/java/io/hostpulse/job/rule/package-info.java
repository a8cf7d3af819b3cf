/** Alert rules applied to samples. */
package io.hostpulse.job.rule;
