/** Recorded measurements in CSV files, read and sent again as if they happened now. */
package io.hostpulse.simulator.dataset;
