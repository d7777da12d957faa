import type { CallsByType } from "../mapping.js";

export const DETECTION: CallsByType = {
  "aws:guardduty/detector:Detector": { service: "guardduty", calls: ["CreateDetector"] },
  "aws:guardduty/detectorFeature:DetectorFeature": {
    service: "guardduty",
    calls: ["UpdateDetector"],
    properties: {
      name: "Features[0].Name",
      status: "Features[0].Status",
      additionalConfigurations: "Features[0].AdditionalConfiguration",
    },
  },
  "aws:guardduty/publishingDestination:PublishingDestination": {
    service: "guardduty",
    calls: ["CreatePublishingDestination"],
    properties: {
      destinationArn: "DestinationProperties.DestinationArn",
      kmsKeyArn: "DestinationProperties.KmsKeyArn",
    },
    sent: { DestinationType: "S3" },
  },
  "aws:inspector2/enabler:Enabler": { service: "inspector2", calls: ["Enable"] },
};
